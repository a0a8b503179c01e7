/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.registry.RegistryClient.RegistryEndpoints;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.events.operation.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer that a registry has, from one that is made for it. */
class RegistryImageResolverTest {

  private static final String CART = "registry.example/shop/cart:1.0";

  private FakeRegistry registry;

  @TempDir private Path directory;

  @BeforeEach
  void open() throws Exception {
    registry = new FakeRegistry();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void tag_isResolvedToItsDigest() {
    assertThat(resolve(CART)).isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(registry.asked()).containsExactly("HEAD /v2/shop/cart/manifests/1.0");
  }

  @Test
  void missingDigestHeader_isComputedFromTheManifest() {
    registry.tellsNoDigest();

    assertThat(resolve(CART)).isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(registry.asked())
        .containsExactly("HEAD /v2/shop/cart/manifests/1.0", "GET /v2/shop/cart/manifests/1.0");
  }

  @Test
  void digest_isVerified_andAnotherOneIsRejected() {
    String other = "sha256:" + "b".repeat(64);

    assertThat(resolve("registry.example/shop/cart@" + FakeRegistry.DIGEST))
        .isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(why("registry.example/shop/cart@" + other).found()).contains(FakeRegistry.DIGEST);
  }

  @Test
  void tokenService_isCalledWithTheCredentials_andItsTokenSent() throws Exception {
    registry.wantsAToken("ann:secret-pass");

    assertThat(resolve(CART, secret("ann:secret-pass")))
        .isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(registry.asked())
        .containsExactly(
            "HEAD /v2/shop/cart/manifests/1.0",
            "GET /token?service=registry.example&scope=repository%3Ashop%2Fcart%3Apull",
            "HEAD /v2/shop/cart/manifests/1.0");
  }

  @Test
  void basicCredentials_areSentOnDemand() throws Exception {
    registry.wantsBasic("ann:secret-pass");

    assertThat(resolve(CART, secret("ann:secret-pass")))
        .isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
  }

  @Test
  void wrongOrMissingCredentials_areDenied_andNeverQuoted() throws Exception {
    registry.wantsBasic("ann:secret-pass");

    Violation wrong = why(resolve(CART, secret("ann:wrong-pass")));
    assertThat(wrong.rule()).isEqualTo("image-readable");
    assertThat(wrong.found()).contains("registry.example answers 401");
    assertThat(wrong.help()).contains("BERTH_REGISTRY_AUTH");
    assertThat(wrong.toString()).doesNotContain("pass");
    assertThat(why(CART).rule()).isEqualTo("image-readable");
  }

  @Test
  void missingImage_isReported() {
    registry.answers(404);

    Violation violation = why(CART);

    assertThat(violation.rule()).isEqualTo("image-exists");
    assertThat(violation.field()).isEqualTo("spec.image");
    assertThat(violation.found()).contains("registry.example/shop/cart", "404");
    assertThat(violation.help()).contains("'1.0'", "pushed");
  }

  @Test
  void failingRegistry_isRetriedOnce_thenUnreachable() {
    registry.answers(500);

    Violation violation = why(CART);

    assertThat(violation.rule()).isEqualTo("registry-reachable");
    assertThat(violation.found()).contains("registry.example answers 500");
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void transientRegistryFailure_doesNotFailTheCommand() {
    registry.answersFirst(503);

    assertThat(resolve(CART)).isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
  }

  @Test
  void silentRegistry_isUnreachableAfterTheTimeout() {
    registry.isSilent();

    Violation violation = why(resolve(CART, "", Duration.ofMillis(300)));

    assertThat(violation.rule()).isEqualTo("registry-reachable");
    assertThat(violation.found()).contains("does not answer within 300 ms");
  }

  @Test
  void unreachableRegistry_isReported_withTheSettingToCheck() {
    registry.close();

    Violation violation = why(CART);

    assertThat(violation.rule()).isEqualTo("registry-reachable");
    assertThat(violation.found()).contains("cannot be reached");
    assertThat(violation.help()).contains("BERTH_REGISTRY_ENDPOINTS");
  }

  @Test
  void redirect_isFollowed_withoutTheCredentials() throws Exception {
    registry.wantsBasic("ann:secret-pass");
    registry.redirects();

    assertThat(resolve(CART, secret("ann:secret-pass")))
        .isEqualTo(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(registry.asked()).last().isEqualTo("HEAD /elsewhere");
  }

  @Test
  void unreadableCredentials_areIgnored() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken"), "{no json");

    assertThat(resolve(CART, broken.toString())).isInstanceOf(ImageResolution.Digest.class);
  }

  @Test
  void invalidEndpoint_failsTheStart_quotingItsLine() {
    assertThatThrownBy(
            () -> new RegistryImageResolver(List.of("registry"), "", Duration.ofSeconds(1), null))
        .hasMessageContaining("'registry'")
        .hasMessageContaining("host=url");
  }

  @Test
  void registryWithoutAnEndpoint_isReachedByHttpsUnderItsName() {
    RegistryEndpoints endpoints =
        new RegistryEndpoints(List.of("mirrored.example=http://127.0.0.1:5000"));

    assertThat(endpoints.of("docker.io")).hasToString("https://registry-1.docker.io");
    assertThat(endpoints.of("registry.example")).hasToString("https://registry.example");
    assertThat(endpoints.of("mirrored.example")).hasToString("http://127.0.0.1:5000");
  }

  @Test
  void unpinnedResolver_notesThatTheImageIsNotPinned() {
    ImageReference cart = ImageReference.parse(CART).orElseThrow();

    assertThat(new UnpinnedImageResolver().resolve(Set.of(cart)).get(cart))
        .isInstanceOfSatisfying(
            ImageResolution.Unpinned.class,
            it -> assertThat(it.note()).startsWith(CART + " is not pinned to a digest"));
  }

  @Test
  void imageWithoutARegistry_isAskedOfTheOneThatStandsBefore_andTheAnswerNamesIt() {
    RegistryImageResolver resolver =
        new RegistryImageResolver(
            List.of("registry.dc-a.example=" + registry.url()),
            "",
            Duration.ofMinutes(2),
            "registry.dc-a.example/mirror");
    registry.answers(404);

    Violation violation =
        why(resolver.resolve(ImageReference.parse("shop/cart:1.0").orElseThrow()));

    assertThat(registry.asked()).containsExactly("HEAD /v2/mirror/shop/cart/manifests/1.0");
    assertThat(violation.help()).contains("registry.dc-a.example/mirror/shop/cart '1.0'");
  }

  /** None is answered before all are asked. */
  @Test
  void severalImages_areAskedSideBySide() {
    registry.waitsFor(3);
    Set<ImageReference> images =
        Stream.of(CART, "registry.example/shop/migrate:1.0", "registry.example/shop/exporter:1.0")
            .map(image -> ImageReference.parse(image).orElseThrow())
            .collect(Collectors.toSet());

    Map<ImageReference, ImageResolution> answers =
        new RegistryImageResolver(List.of("*=" + registry.url()), "", Duration.ofMinutes(2), null)
            .resolve(images);

    assertThat(answers).containsOnlyKeys(images);
    assertThat(answers.values()).containsOnly(new ImageResolution.Digest(FakeRegistry.DIGEST));
    assertThat(registry.asked())
        .containsExactlyInAnyOrder(
            "HEAD /v2/shop/cart/manifests/1.0",
            "HEAD /v2/shop/migrate/manifests/1.0",
            "HEAD /v2/shop/exporter/manifests/1.0");
  }

  private ImageResolution resolve(String image) {
    return resolve(image, "");
  }

  private ImageResolution resolve(String image, String credentials) {
    return resolve(image, credentials, Duration.ofMinutes(2));
  }

  private ImageResolution resolve(String image, String credentials, Duration timeout) {
    return new RegistryImageResolver(List.of("*=" + registry.url()), credentials, timeout, null)
        .resolve(ImageReference.parse(image).orElseThrow());
  }

  private Violation why(String image) {
    return why(resolve(image));
  }

  private static Violation why(ImageResolution resolution) {
    return ((ImageResolution.Unresolved) resolution).why();
  }

  private String secret(String userAndPassword) throws Exception {
    String auth = Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    return Files.writeString(
            directory.resolve("secret"),
            "{\"auths\":{\"registry.example\":{\"auth\":\"" + auth + "\"}}}")
        .toString();
  }
}
