/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.delivery.Images;
import io.berth.deploy.registry.RegistryTrouble.Kind;
import io.berth.deploy.release.ImageName;
import io.berth.deploy.release.Resolution;
import io.berth.events.operation.Violation;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks each image's registry by the v2 API which digest its name means now. */
public final class RegistryImages implements Images {

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int TRIES = 2;

  private final Endpoints endpoints;
  private final Conversation conversation;

  /**
   * @param endpoints {@code host=url} for registries that are not reached by https under their own
   *     name; the host {@code *} stands for every other one
   * @param credentials path of a dockerconfigjson file; empty for none
   * @param timeout for one answer, at least 100 ms
   */
  public RegistryImages(List<String> endpoints, String credentials, Duration timeout) {
    this.endpoints = new Endpoints(endpoints);
    this.conversation = new Conversation(new Credentials(credentials), timeout);
  }

  @Override
  public Resolution resolve(ImageName image) {
    try {
      return new Resolution.Digest(digest(image));
    } catch (RegistryTrouble e) {
      return new Resolution.Unknown(violation(image, e));
    }
  }

  /** One more try for a registry that is away: many are for a moment only. */
  private String digest(ImageName image) throws RegistryTrouble {
    for (int tries = 1; ; tries++) {
      try {
        return ask(image);
      } catch (RegistryTrouble e) {
        if (e.kind() != Kind.AWAY || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private String ask(ImageName image) throws RegistryTrouble {
    URI manifest =
        URI.create(
            endpoints.of(image.registry())
                + "/v2/"
                + image.path()
                + "/manifests/"
                + image.reference());
    Optional<String> told =
        told(conversation.ask("HEAD", image.registry(), image.path(), manifest));
    String digest =
        told.isPresent()
            ? told.get()
            : counted(conversation.ask("GET", image.registry(), image.path(), manifest));
    if (image.digest() != null && !image.digest().equals(digest)) {
      throw new RegistryTrouble(
          Kind.AWAY, image.registry() + " answers with " + digest + " for " + image.digest());
    }
    return digest;
  }

  private static Optional<String> told(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Docker-Content-Digest")
        .filter(digest -> DIGEST.matcher(digest).matches());
  }

  /** A digest is the hash of the manifest's bytes; the header only saves counting. */
  private static String counted(HttpResponse<byte[]> answer) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Violation violation(ImageName image, RegistryTrouble trouble) {
    String found = "'" + image.repository() + "': " + trouble.getMessage();
    String which = image.repository() + " '" + image.reference() + "'";
    return switch (trouble.kind()) {
      case ABSENT ->
          new Violation(
              "image-exists",
              1,
              "spec.image",
              found,
              "an image that its registry has",
              "The registry has no "
                  + which
                  + ". Check the name and the tag for a slip, and that the build has pushed it.");
      case DENIED ->
          new Violation(
              "image-readable",
              1,
              "spec.image",
              found,
              "an image that this service may read",
              "Check the name: some registries deny what is not there. Else add the registry's"
                  + " credentials to the dockerconfigjson Secret that BERTH_REGISTRY_AUTH names.");
      case AWAY ->
          new Violation(
              "registry-reachable",
              1,
              "spec.image",
              found,
              "a registry that says which digest the image has",
              "Send the command again when the registry answers; check its name. Where it has"
                  + " another address or speaks plain http, BERTH_REGISTRY_ENDPOINTS says so.");
    };
  }
}
