/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Start the next step of a waiting canary or blue-green roll-out.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Promote(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Promote {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
