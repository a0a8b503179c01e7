/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Track;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a release beside the application's own has come, as the live object tells it.
 *
 * @param track what it is for
 * @param release its number
 * @param total replicas of both together, as asked for
 * @param step counted from 0
 * @param since since when the step stands; null until its pods are ready
 * @param promotedBy the last Promote that was followed
 */
public record Stage(
    Track track,
    long release,
    int total,
    int step,
    @Nullable Instant since,
    @Nullable String promotedBy) {

  /** Whether the release beside has all requests, and the application's own pods are kept. */
  public boolean switched() {
    return track == Track.PREVIEW && step > 0;
  }

  /** Whether the pods that were kept are being replaced, behind {@link #switched}. */
  public boolean ending() {
    return track == Track.PREVIEW && step > 1;
  }

  /** Empty where nothing runs beside it. */
  static Optional<Stage> of(Map<String, String> marks) {
    String track = marks.get(Marks.TRACK);
    if (track == null) {
      return Optional.empty();
    }
    String since = marks.get(Marks.STEP_SINCE);
    return Optional.of(
        new Stage(
            Track.valueOf(track.toUpperCase(Locale.ROOT)),
            Long.parseLong(marks.getOrDefault(Marks.BESIDE_RELEASE, "")),
            Integer.parseInt(marks.getOrDefault(Marks.TOTAL, "")),
            Integer.parseInt(marks.getOrDefault(Marks.STEP, "")),
            since == null ? null : Instant.parse(since),
            marks.get(Marks.PROMOTED_BY)));
  }
}
