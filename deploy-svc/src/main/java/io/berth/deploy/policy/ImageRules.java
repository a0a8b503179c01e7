/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.events.command.Deploy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Rules about images. */
final class ImageRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("image-name", 3, ImageRules::name),
          new PolicyRule("image-immutable", 2, ImageRules::immutable),
          new PolicyRule("image-tag-moved", 2, ImageRules::moved),
          new PolicyRule("release-proven-bad", 3, ImageRules::provenBad));

  private ImageRules() {}

  private static Stream<Breach> name(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return PodContainer.all(input.spec())
        .filter(container -> ImageReference.parse(container.image()).isEmpty())
        .map(
            container ->
                new Breach(
                    container.field() + "image",
                    "'" + container.image() + "'",
                    "an image's name such as registry.example/shop/cart:1.4.2",
                    "Write registry, path in small letters, then ':' and a tag or '@sha256:' and a"
                        + " digest."));
  }

  private static Stream<Breach> immutable(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec() || !input.isProduction()) {
      return Stream.empty();
    }
    return PodContainer.all(input.spec())
        .flatMap(
            container ->
                ImageReference.parse(container.image())
                    .filter(name -> name.digest() == null && mutable(name, parameters))
                    .map(name -> mutableImage(container.field() + "image", name))
                    .stream());
  }

  private static Breach mutableImage(String field, ImageReference name) {
    return new Breach(
        field,
        name.tag() == null ? "no tag, which means latest" : "the tag '" + name.tag() + "'",
        "a digest, or a tag that never moves",
        "Name the build, such as "
            + name.repository()
            + ":1.4.2, so that what was"
            + " tested is what runs, also after a restart.");
  }

  private static boolean mutable(ImageReference name, PolicyParameters parameters) {
    if (name.tag() == null) {
      return true;
    }
    String tag = name.tag().toLowerCase(Locale.ROOT);
    return parameters.mutableTags().contains(tag) || tag.endsWith("-snapshot");
  }

  /** A tag that has pointed to another image before is mutable, whatever it looks like. */
  private static Stream<Breach> moved(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec() && input.isProduction()
        ? PodContainer.all(input.spec()).flatMap(container -> moved(container, input))
        : Stream.empty();
  }

  private static Stream<Breach> moved(PodContainer container, PolicyInput input) {
    String image = container.image();
    String digest = input.images().digest(image);
    if (digest == null) {
      return Stream.empty();
    }
    return input
        .releases()
        .sameNameOtherDigest(image, digest)
        .map(
            release ->
                new Breach(
                    container.field() + "image",
                    "'" + image + "', which is " + digest + " now",
                    "a tag that never moves; in release "
                        + release.number()
                        + " it was "
                        + release.images().digest(image),
                    "Build under a new tag; or name the digest that you mean."))
        .stream();
  }

  private static Stream<Breach> provenBad(PolicyInput input, PolicyParameters parameters) {
    if (!(input.command() instanceof Deploy deploy) || deploy.force()) {
      return Stream.empty();
    }
    return input
        .releases()
        .failedLike(deploy.spec(), input.images())
        .map(
            release ->
                new Breach(
                    "spec",
                    "the same as release "
                        + release.number()
                        + ", which "
                        + outcomeOf(release, input.releases()),
                    "something else, or force",
                    "Change what was wrong with it; or send it with \"force\": true if the cause"
                        + " lay elsewhere."))
        .stream();
  }

  private static String outcomeOf(Release release, Releases releases) {
    return releases
        .rolledBackBy(release)
        .map(
            by ->
                by.requestedBy()
                    + " took back by release "
                    + by.number()
                    + (by.reason() == null ? "" : ": " + by.reason()))
        .orElse("failed here");
  }
}
