/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * Go back to a release that was kept; what it restores becomes a new release that names the old
 * one.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param toRelease the release to restore; the one before the current if left out
 */
public record Rollback(CommandMeta meta, AppRef app, @Nullable Long toRelease)
    implements ApplicationCommand {
  public Rollback {
    Check.that()
        .present("meta", meta)
        .present("app", app)
        .holds(
            toRelease == null || toRelease >= 1,
            "toRelease",
            String.valueOf(toRelease),
            "at least 1")
        .orThrow();
  }
}
