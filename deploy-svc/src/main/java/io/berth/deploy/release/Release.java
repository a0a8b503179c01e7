/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.command.AppSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployed state of an application, kept for rollbacks.
 *
 * @param number counts up from 1 in each cluster
 * @param spec the application as requested
 * @param images what the images of its containers are
 * @param commandId the command that created it
 * @param requestedBy who issued that command
 * @param reason why, in the requester's words
 * @param createdAt when
 * @param rollbackOf the release that it repeats, where a rollback created it
 * @param insteadOf the release that it replaced, where a rollback created it
 * @param outcome how its roll-out ended
 */
public record Release(
    long number,
    AppSpec spec,
    ReleaseImages images,
    String commandId,
    String requestedBy,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Long rollbackOf,
    @Nullable Long insteadOf,
    ReleaseOutcome outcome) {

  /** How a release's roll-out ended. */
  public enum ReleaseOutcome {
    /** Not yet known, or a newer command came first. */
    OPEN,
    GOOD,
    BAD
  }

  /** The digest of the application's own image; null where it was not resolved. */
  public @Nullable String digest() {
    return images.digest(spec.image());
  }

  /** Whether the other one would run the same; where a digest is not known, the name counts. */
  public boolean runsLike(AppSpec other, ReleaseImages otherImages) {
    return spec.equals(other) && images.agreeWith(otherImages);
  }
}
