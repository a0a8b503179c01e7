/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.command.AppSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The kept releases of an application in a cluster.
 *
 * @param all oldest first
 * @param highest the highest number that any of its ControllerRevisions has, whether it can be read
 *     or not; 0 where there is none
 */
public record Releases(List<Release> all, long highest) {

  public Releases {
    all = all.stream().sorted(Comparator.comparingLong(Release::number)).toList();
    highest = Math.max(highest, all.isEmpty() ? 0 : all.getLast().number());
  }

  public Releases(List<Release> all) {
    this(all, 0);
  }

  public static Releases none() {
    return new Releases(List.of());
  }

  public Optional<Release> number(long number) {
    return all.stream().filter(release -> release.number() == number).findFirst();
  }

  /** The release that a redelivered command created already. */
  public Optional<Release> createdBy(String commandId) {
    return all.stream().filter(release -> release.commandId().equals(commandId)).findFirst();
  }

  /** The newest release in which the same image name had another digest. */
  public Optional<Release> sameNameOtherDigest(String image, String digest) {
    return all.stream()
        .filter(release -> !digest.equals(release.images().digests().getOrDefault(image, digest)))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The newest earlier release that would run something else and has not failed. */
  public Optional<Release> previous(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(
            release -> !hasFailed(release) && !release.runsLike(current.spec(), current.images()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The newest earlier release that succeeded; the target of an automatic rollback. */
  public Optional<Release> lastGoodBefore(Release current) {
    return all.stream()
        .filter(release -> release.number() < current.number())
        .filter(release -> isProven(release) && !release.runsLike(current.spec(), current.images()))
        .max(Comparator.comparingLong(Release::number));
  }

  /** The release like this one that failed or was rolled back, unless a later one succeeded. */
  public Optional<Release> failedLike(AppSpec spec, ReleaseImages images) {
    return all.stream()
        .filter(release -> release.runsLike(spec, images))
        .filter(release -> hasFailed(release) || isProven(release))
        .max(Comparator.comparingLong(Release::number))
        .filter(this::hasFailed);
  }

  private boolean hasFailed(Release release) {
    return release.outcome() == ReleaseOutcome.BAD || rolledBackBy(release).isPresent();
  }

  private boolean isProven(Release release) {
    return release.outcome() == ReleaseOutcome.GOOD && !hasFailed(release);
  }

  /** The rollback that replaced this release. */
  public Optional<Release> rolledBackBy(Release release) {
    return all.stream()
        .filter(later -> Long.valueOf(release.number()).equals(later.insteadOf()))
        .max(Comparator.comparingLong(Release::number));
  }

  /**
   * Those beyond the newest {@code keep}; never one in use, nor the last that succeeded: after many
   * failures it is still the rollback target.
   *
   * @param inUse what runs, and in a staged roll-out also what runs beside it
   */
  public List<Release> surplus(int keep, long... inUse) {
    long good = all.stream().filter(this::isProven).mapToLong(Release::number).max().orElse(0);
    return all.stream()
        .limit(Math.max(0, all.size() - keep))
        .filter(release -> release.number() != good)
        .filter(release -> Arrays.stream(inUse).noneMatch(used -> used == release.number()))
        .toList();
  }
}
