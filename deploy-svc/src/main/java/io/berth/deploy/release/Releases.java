/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.deploy.release.Release.Outcome;
import io.berth.events.command.AppSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The releases of an application that are kept in a cluster, oldest first. */
public record Releases(List<Release> all) {

  public Releases {
    all = all.stream().sorted(Comparator.comparingLong(Release::number)).toList();
  }

  public static Releases none() {
    return new Releases(List.of());
  }

  public Optional<Release> number(long number) {
    return all.stream().filter(release -> release.number() == number).findFirst();
  }

  /** The release that a command made already, when it is delivered again. */
  public Optional<Release> madeBy(String commandId) {
    return all.stream().filter(release -> release.commandId().equals(commandId)).findFirst();
  }

  /** The newest release for which the same image name meant another digest. */
  public Optional<Release> namedAlike(String image, String digest) {
    return all.stream()
        .filter(release -> release.spec().image().equals(image))
        .filter(release -> release.digest() != null && !digest.equals(release.digest()))
        .max(Comparator.comparingLong(Release::number));
  }

  public long next() {
    return all.isEmpty() ? 1 : all.getLast().number() + 1;
  }

  /** The newest one before the current that would run something else and did not fail. */
  public Optional<Release> before(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(
            release ->
                release.outcome() != Outcome.BAD
                    && !release.runsLike(current.spec(), current.digest()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The newest one before the current that proved itself; where a failed one goes back to. */
  public Optional<Release> lastGoodBefore(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(
            release ->
                release.outcome() == Outcome.GOOD
                    && !release.runsLike(current.spec(), current.digest()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The release that failed with the very same spec, unless a later one like it was good. */
  public Optional<Release> failedLike(AppSpec spec, @Nullable String digest) {
    return all.stream()
        .filter(release -> release.runsLike(spec, digest) && release.outcome() != Outcome.OPEN)
        .max(Comparator.comparingLong(Release::number))
        .filter(release -> release.outcome() == Outcome.BAD);
  }

  /** Those beyond the newest {@code keep}, never the current one. */
  public List<Release> surplus(int keep, long current) {
    return all.stream()
        .limit(Math.max(0, all.size() - keep))
        .filter(release -> release.number() != current)
        .toList();
  }
}
