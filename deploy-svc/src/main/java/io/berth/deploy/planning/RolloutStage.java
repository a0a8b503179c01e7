/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.Track;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a parallel release, as observed from the live object.
 *
 * @param track canary or preview
 * @param name of its Deployment
 * @param release its number
 * @param total replicas of both together, as requested
 * @param step counted from 0
 * @param since when the step's bake time began; null until its pods are ready
 * @param promotedBy the last Promote that was applied
 */
public record RolloutStage(
    Track track,
    String name,
    long release,
    int total,
    int step,
    @Nullable Instant since,
    @Nullable String promotedBy) {

  /**
   * Whether the Service selects the parallel release, while the application's own pods are kept.
   */
  public boolean isSwitched() {
    return track == Track.PREVIEW && step > 0;
  }

  /** Whether the kept pods are being replaced, after {@link #isSwitched}. */
  public boolean isEnding() {
    return track == Track.PREVIEW && step > 1;
  }

  /**
   * Empty where there is no parallel release.
   *
   * @param app the application's name
   * @param annotations of its own Deployment
   */
  static Optional<RolloutStage> of(String app, Map<String, String> annotations) {
    String word = annotations.get(Annotations.TRACK);
    if (word == null) {
      return Optional.empty();
    }
    Track track = Track.valueOf(word.toUpperCase(Locale.ROOT));
    String since = annotations.get(Annotations.STEP_SINCE);
    return Optional.of(
        new RolloutStage(
            track,
            annotations.getOrDefault(Annotations.PARALLEL_NAME, track.legacyNameFor(app)),
            Long.parseLong(annotations.getOrDefault(Annotations.PARALLEL_RELEASE, "")),
            Integer.parseInt(annotations.getOrDefault(Annotations.TOTAL, "")),
            Integer.parseInt(annotations.getOrDefault(Annotations.STEP, "")),
            since == null ? null : Instant.parse(since),
            annotations.get(Annotations.PROMOTED_BY)));
  }
}
