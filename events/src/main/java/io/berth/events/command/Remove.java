/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Delete the application's objects and its retained releases.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param confirm the application's name again, because this cannot be undone
 */
public record Remove(CommandMeta meta, AppRef app, String confirm) implements ApplicationCommand {
  public Remove {
    Check.that()
        .present("meta", meta)
        .present("app", app)
        .holds(
            app == null || app.name().equals(confirm),
            "confirm",
            "'" + confirm + "'",
            "the application's name, '" + (app == null ? "" : app.name()) + "'")
        .orThrow();
  }
}
