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

  /** The newest one before the current that would run something else and was never given up. */
  public Optional<Release> before(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(release -> !givenUp(release) && !release.runsLike(current.spec(), current.digest()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The newest one before the current that proved itself; where a failed one goes back to. */
  public Optional<Release> lastGoodBefore(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(release -> proven(release) && !release.runsLike(current.spec(), current.digest()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The release like this one that failed or was taken back, unless a later one was good. */
  public Optional<Release> givenUpLike(AppSpec spec, @Nullable String digest) {
    return all.stream()
        .filter(release -> release.runsLike(spec, digest))
        .filter(release -> givenUp(release) || proven(release))
        .max(Comparator.comparingLong(Release::number))
        .filter(this::givenUp);
  }

  private boolean givenUp(Release release) {
    return release.outcome() == Outcome.BAD || takenBackBy(release).isPresent();
  }

  private boolean proven(Release release) {
    return release.outcome() == Outcome.GOOD && !givenUp(release);
  }

  /** The rollback that took the place of this release. */
  public Optional<Release> takenBackBy(Release release) {
    return all.stream()
        .filter(later -> Long.valueOf(release.number()).equals(later.insteadOf()))
        .max(Comparator.comparingLong(Release::number));
  }

  /**
   * Those beyond the newest {@code keep}; never the current one, nor the last that proved itself:
   * after many failures in a row it is still the way back.
   */
  public List<Release> surplus(int keep, long current) {
    long good = all.stream().filter(this::proven).mapToLong(Release::number).max().orElse(0);
    return all.stream()
        .limit(Math.max(0, all.size() - keep))
        .filter(release -> release.number() != current && release.number() != good)
        .toList();
  }
}
