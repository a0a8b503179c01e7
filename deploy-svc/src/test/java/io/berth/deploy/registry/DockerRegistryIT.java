/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.simulator.node.Registry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same against the registry that everybody runs. */
class DockerRegistryIT {

  /** {@code ann} with the password {@code pass}, as htpasswd -B makes it. */
  private static final String HTPASSWD =
      "ann:$2b$05$D8gSzyQCuLg3ecSSKR606ONydoJ34Q0FyoeG67vK6.gcQasvWj5YS";

  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("ann:pass".getBytes(UTF_8));

  private final HttpClient http = HttpClient.newHttpClient();
  private Registry registry;
  private String url;

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    registry = Registry.withUser(HTPASSWD);
    url = "http://127.0.0.1:" + registry.port();
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void pushedImage_isResolved_byTagAndByDigest() throws Exception {
    String digest = push("shop/cart", "1.0");

    assertThat(resolve("registry.example/shop/cart:1.0", credentials()))
        .isEqualTo(new ImageResolution.Digest(digest));
    assertThat(resolve("registry.example/shop/cart@" + digest, credentials()))
        .isEqualTo(new ImageResolution.Digest(digest));
  }

  @Test
  void unknownTagRepositoryAndCredentials_areDistinguished() throws Exception {
    push("shop/cart", "1.0");

    assertThat(rule(resolve("registry.example/shop/cart:2.0", credentials())))
        .isEqualTo("image-exists");
    assertThat(rule(resolve("registry.example/shop/other:1.0", credentials())))
        .isEqualTo("image-exists");
    assertThat(rule(resolve("registry.example/shop/cart:1.0", ""))).isEqualTo("image-readable");
  }

  @Test
  void imagesOfSeveralContainers_areResolvedTogether_andTheMissingNamed() throws Exception {
    String cart = push("shop/cart", "1.0");
    String exporter = push("shop/exporter", "1.0");
    Map<String, ImageReference> images =
        Stream.of("cart:1.0", "exporter:1.0", "migrate:1.0", "cart:2.0")
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    name -> ImageReference.parse("registry.example/shop/" + name).orElseThrow()));

    Map<ImageReference, ImageResolution> answers =
        resolver(credentials()).resolve(Set.copyOf(images.values()));

    assertThat(answers.get(images.get("cart:1.0"))).isEqualTo(new ImageResolution.Digest(cart));
    assertThat(answers.get(images.get("exporter:1.0")))
        .isEqualTo(new ImageResolution.Digest(exporter));
    for (String missing : List.of("migrate:1.0", "cart:2.0")) {
      assertThat(rule(answers.get(images.get(missing)))).isEqualTo("image-exists");
    }
  }

  private RegistryImageResolver resolver(String credentials) {
    return new RegistryImageResolver(
        List.of("registry.example=" + url), credentials, Duration.ofSeconds(5), null);
  }

  private ImageResolution resolve(String image, String credentials) {
    return resolver(credentials).resolve(ImageReference.parse(image).orElseThrow());
  }

  private static String rule(ImageResolution resolution) {
    return ((ImageResolution.Unresolved) resolution).why().rule();
  }

  private String credentials() throws IOException {
    return Files.writeString(
            directory.resolve("secret.json"),
            "{\"auths\":{\"registry.example\":{\"username\":\"ann\",\"password\":\"pass\"}}}")
        .toString();
  }

  /** Pushes an image without layers and returns its digest. */
  private String push(String repository, String tag) throws Exception {
    byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8);
    HttpResponse<String> upload =
        send(request(url + "/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
    String place = upload.headers().firstValue("Location").orElseThrow();
    send(
        request(place + "&digest=" + digest(config))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(config)));
    HttpResponse<String> manifest =
        send(
            request(url + "/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(BodyPublishers.ofString(manifest(config))));
    assertThat(manifest.statusCode()).as(manifest.body()).isEqualTo(201);
    return manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }

  private static String manifest(byte[] config) throws Exception {
    return """
    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],
     "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d}}\
    """
        .formatted(digest(config), config.length);
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).header("Authorization", BASIC);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
