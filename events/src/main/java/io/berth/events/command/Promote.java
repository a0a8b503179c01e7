/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Let a canary or a blue-green roll-out that waits take its next step.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Promote(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Promote {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
