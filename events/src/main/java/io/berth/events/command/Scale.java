/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Set the number of replicas.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param replicas how many in each cluster, 1 to 1000; use Stop to scale to zero
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
