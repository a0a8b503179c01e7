/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.command.AppSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was deployed once, kept for the way back.
 *
 * @param number counts up from 1 in each cluster
 * @param spec the application as asked for
 * @param digest the image's digest; null where it was not resolved
 * @param commandId the command that made it
 * @param requestedBy whose command that was
 * @param reason why, in the requester's words
 * @param createdAt when
 * @param rollbackOf the release that it repeats, where a rollback made it
 * @param insteadOf the release that it took back, where a rollback made it
 * @param outcome how its roll-out ended
 */
public record Release(
    long number,
    AppSpec spec,
    @Nullable String digest,
    String commandId,
    String requestedBy,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Long rollbackOf,
    @Nullable Long insteadOf,
    Outcome outcome) {

  /** How a release's roll-out ended. */
  public enum Outcome {
    /** Not yet, or a newer command came before it could. */
    OPEN,
    GOOD,
    BAD
  }

  /** The image as the kubelet gets it: by digest where that is known. */
  public String pinnedImage() {
    return digest == null || spec.image().contains("@")
        ? spec.image()
        : spec.image() + "@" + digest;
  }

  /** Whether the other one would run the same; where a digest is not known, its name counts. */
  public boolean runsLike(AppSpec other, @Nullable String otherDigest) {
    return spec.equals(other)
        && (digest == null || otherDigest == null || digest.equals(otherDigest));
  }
}
