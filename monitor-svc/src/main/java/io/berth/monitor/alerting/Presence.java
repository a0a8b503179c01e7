/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subject exists, and whether that is known.
 *
 * @param seenAt when it was last observed
 * @param gone whether it was deleted
 * @param staleSince since when the watches of the cluster are broken; null while they work
 */
public record Presence(Instant seenAt, boolean gone, @Nullable Instant staleSince) {

  static final Presence NEVER_SEEN = new Presence(Instant.EPOCH, false, null);

  Presence seen(Instant at) {
    return new Presence(at, false, staleSince);
  }

  Presence deleted(Instant at) {
    return new Presence(at, true, staleSince);
  }

  Presence withStaleSince(@Nullable Instant since) {
    return new Presence(seenAt, gone, since);
  }
}
