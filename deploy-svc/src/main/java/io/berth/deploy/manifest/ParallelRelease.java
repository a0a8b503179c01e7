/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.release.Release;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A release that runs parallel to the application's own, and its progress.
 *
 * @param track canary or preview
 * @param name of its Deployment
 * @param release what runs there
 * @param replicas how many, at least 1
 * @param total replicas of both together, as requested
 * @param step counted from 0
 * @param since when the step's bake time began; null until its pods are ready
 * @param promotedBy the last Promote that was applied; null before the first
 */
public record ParallelRelease(
    Track track,
    String name,
    Release release,
    int replicas,
    int total,
    int step,
    @Nullable Instant since,
    @Nullable String promotedBy) {

  /** Whether the Service selects it: a preview after its first step. */
  boolean serves() {
    return track == Track.PREVIEW && step > 0;
  }
}
