/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Run so many replicas.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param replicas how many in each cluster, 1 to 1000; Stop is the way to none
 */
public record Scale(CommandMeta meta, AppRef app, int replicas) implements ApplicationCommand {
  public Scale {
    Check.that()
        .present("meta", meta)
        .present("app", app)
        .between("replicas", replicas, 1, AppSpec.MOST_REPLICAS)
        .orThrow();
  }
}
