/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.release.Release;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A release that runs beside the application's own, and how far it has come.
 *
 * @param track what it is for
 * @param release what runs there
 * @param replicas how many, at least 1
 * @param total replicas of both together, as asked for
 * @param step counted from 0
 * @param since since when the step stands; null until its pods are ready
 * @param promotedBy the last Promote that was followed; null before the first
 */
public record Beside(
    Track track,
    Release release,
    int replicas,
    int total,
    int step,
    @Nullable Instant since,
    @Nullable String promotedBy) {

  /** Whether it has all requests: a preview behind its first step. */
  boolean serves() {
    return track == Track.PREVIEW && step > 0;
  }
}
