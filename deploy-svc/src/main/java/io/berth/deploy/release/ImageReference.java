/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image reference in its parts, by the OCI grammar.
 *
 * @param repository registry and path
 * @param tag if it has one
 * @param digest {@code sha256:…}, if it has one
 */
public record ImageReference(String repository, @Nullable String tag, @Nullable String digest) {

  /** The registry of references without one. */
  public static final String DOCKER_HUB = "docker.io";

  private static final String HOST_PART = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?<repository>(?:"
              + HOST_PART
              + "(?:\\."
              + HOST_PART
              + ")*(?::[0-9]{1,5})?/)?"
              + PATH_PART
              + "(?:/"
              + PATH_PART
              + ")*)"
              + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
              + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

  /** What a container runtime takes for registry and path. */
  private static final int MAX_REPOSITORY = 255;

  /** Empty where it is not an image reference. */
  public static Optional<ImageReference> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    return matcher.matches()
        ? Optional.of(
                new ImageReference(
                    matcher.group("repository"), matcher.group("tag"), matcher.group("digest")))
            .filter(ImageReference::isUsable)
        : Optional.empty();
  }

  /** Capitals are for hosts alone: a first part that is none belongs to the path. */
  private boolean isUsable() {
    return repository.length() <= MAX_REPOSITORY
        && (namesRegistry() || repository.equals(repository.toLowerCase(Locale.ROOT)));
  }

  /** The registry's host, with its port if it has one; {@code docker.io} where none is named. */
  public String registry() {
    return namesRegistry() ? first() : DOCKER_HUB;
  }

  /** The repository's path within its registry. */
  public String path() {
    if (namesRegistry()) {
      return repository.substring(first().length() + 1);
    }
    return repository.contains("/") ? repository : "library/" + repository;
  }

  /**
   * The reference in the registry that stands before names without one.
   *
   * @param prefix host, with port and path where it has them; null for none
   */
  public ImageReference withPrefix(@Nullable String prefix) {
    return prefix == null || namesRegistry()
        ? this
        : new ImageReference(prefix + "/" + repository, tag, digest);
  }

  /** Whether a text may stand before names without a registry. */
  public static boolean isPrefix(String text) {
    return parse(text + "/image")
        .filter(ImageReference::namesRegistry)
        .filter(image -> image.repository().equals(text + "/image"))
        .isPresent();
  }

  /** The reference in one text. */
  public String name() {
    return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  /** The digest, or else the tag. */
  public String reference() {
    return digest != null ? digest : tag != null ? tag : "latest";
  }

  private String first() {
    return repository.substring(0, Math.max(0, repository.indexOf('/')));
  }

  /** By the common rule of clients: a host has a dot or a port, or is localhost. */
  private boolean namesRegistry() {
    String first = first();
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }
}
