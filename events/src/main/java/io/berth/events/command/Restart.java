/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Replace every pod, with the strategy of the current release.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Restart(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Restart {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
