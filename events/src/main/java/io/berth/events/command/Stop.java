/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Take the application offline: no replicas, history and the way back kept.
 *
 * @param meta who, why, where and until when
 * @param app the application
 */
public record Stop(CommandMeta meta, AppRef app) implements ApplicationCommand {
  public Stop {
    Check.that().present("meta", meta).present("app", app).orThrow();
  }
}
