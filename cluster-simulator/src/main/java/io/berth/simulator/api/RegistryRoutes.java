/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.simulator.store.JsonTrees;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry that only looks like one, for the clusters that only look like clusters: it has every
 * image that anybody names, but for tags that end in {@code -unpushed}. The same name has the same
 * digest always.
 */
final class RegistryRoutes {

  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  boolean handle(HttpServerRequest request) {
    String path = request.path();
    Matcher manifest = MANIFEST.matcher(path);
    if (path.equals("/v2/")) {
      request.response().putHeader("Docker-Distribution-Api-Version", "registry/2.0").end();
      return true;
    }
    if (!manifest.matches()) {
      return false;
    }
    answer(request, manifest.group(1), manifest.group(2));
    return true;
  }

  private static void answer(HttpServerRequest request, String repository, String reference) {
    if (reference.endsWith("-unpushed")) {
      request
          .response()
          .setStatusCode(404)
          .putHeader("Content-Type", "application/json")
          .end("{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
      return;
    }
    byte[] manifest = manifest(repository, reference);
    var response =
        request
            .response()
            .putHeader("Content-Type", TYPE)
            .putHeader(
                "Docker-Content-Digest",
                DIGEST.matcher(reference).matches() ? reference : digest(manifest));
    if (request.method().name().equals("HEAD")) {
      response.putHeader("Content-Length", Integer.toString(manifest.length)).end();
    } else {
      response.end(Buffer.buffer(manifest));
    }
  }

  private static byte[] manifest(String repository, String reference) {
    var manifest = JsonTrees.object().put("schemaVersion", 2).put("mediaType", TYPE);
    manifest.putObject("annotations").put("sim.berth.io/image", repository + ":" + reference);
    return manifest.toString().getBytes(UTF_8);
  }

  private static String digest(byte[] manifest) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(manifest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
