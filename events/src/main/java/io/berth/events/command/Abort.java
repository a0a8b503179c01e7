/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * End the current roll-out and roll back to the previous release.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Abort(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Abort {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
