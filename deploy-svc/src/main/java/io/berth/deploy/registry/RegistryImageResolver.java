/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.registry.RegistryClient.RegistryEndpoints;
import io.berth.deploy.registry.RegistryException.RegistryFailure;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.events.operation.Violation;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves image names by the registry API v2. */
public final class RegistryImageResolver implements ImageResolver {

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int TRIES = 2;

  private final RegistryClient client;
  private final @Nullable String prefix;

  /**
   * @param endpoints {@code host=url} for registries that are not reached by https under their own
   *     name; the host {@code *} stands for every other one
   * @param credentials path of a dockerconfigjson file; empty for none
   * @param timeout for one answer, at least 100 ms
   * @param prefix the registry of images that name none; null where they are Docker Hub's
   */
  public RegistryImageResolver(
      List<String> endpoints, String credentials, Duration timeout, @Nullable String prefix) {
    this.client =
        new RegistryClient(
            new RegistryEndpoints(endpoints), new RegistryCredentials(credentials), timeout);
    this.prefix = prefix;
  }

  /** Side by side: together they take as long as the slowest of them. */
  @Override
  public Map<ImageReference, ImageResolution> resolve(Set<ImageReference> images) {
    Map<ImageReference, CompletableFuture<ImageResolution>> answers = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      images.forEach(
          image ->
              answers.put(image, CompletableFuture.supplyAsync(() -> resolve(image), threads)));
    }
    return answers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().join()));
  }

  ImageResolution resolve(ImageReference named) {
    ImageReference image = named.withPrefix(prefix);
    try {
      return new ImageResolution.Digest(digest(image));
    } catch (RegistryException e) {
      return new ImageResolution.Unresolved(violation(image, e));
    }
  }

  /** Retries once: many failures last a moment only. */
  private String digest(ImageReference image) throws RegistryException {
    for (int tries = 1; ; tries++) {
      try {
        return ask(image);
      } catch (RegistryException e) {
        if (e.kind() != RegistryFailure.UNREACHABLE || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private String ask(ImageReference image) throws RegistryException {
    Optional<String> header = digestHeader(client.ask("HEAD", image));
    String digest = header.isPresent() ? header.get() : computeDigest(client.ask("GET", image));
    if (image.digest() != null && !image.digest().equals(digest)) {
      throw new RegistryException(
          RegistryFailure.UNREACHABLE,
          image.registry() + " answers with " + digest + " for " + image.digest());
    }
    return digest;
  }

  private static Optional<String> digestHeader(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Docker-Content-Digest")
        .filter(digest -> DIGEST.matcher(digest).matches());
  }

  /** A digest is the hash of the manifest's bytes; the header only saves the computation. */
  private static String computeDigest(HttpResponse<byte[]> answer) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Violation violation(ImageReference image, RegistryException failure) {
    String found = "'" + image.repository() + "': " + failure.getMessage();
    String which = image.repository() + " '" + image.reference() + "'";
    return switch (failure.kind()) {
      case NOT_FOUND ->
          new Violation(
              "image-exists",
              2,
              "spec.image",
              found,
              "an image that its registry has",
              "The registry has no "
                  + which
                  + ". Check the name and the tag for a typing error, and that the build has pushed it.");
      case DENIED ->
          new Violation(
              "image-readable",
              2,
              "spec.image",
              found,
              "an image that this service may read",
              "Check the name: some registries deny what is not there. Else add the registry's"
                  + " credentials to the dockerconfigjson Secret that BERTH_REGISTRY_AUTH names.");
      case UNREACHABLE ->
          new Violation(
              "registry-reachable",
              2,
              "spec.image",
              found,
              "a registry that says which digest the image has",
              "Send the command again when the registry answers; check its name. Where it has"
                  + " another address or speaks plain http, BERTH_REGISTRY_ENDPOINTS says so.");
    };
  }
}
