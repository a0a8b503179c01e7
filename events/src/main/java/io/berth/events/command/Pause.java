/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Pause the current roll-out.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Pause(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Pause {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
