/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Bring an application to this specification: the first roll-out and every upgrade.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param spec what it should be
 * @param force deploy even a release that was rolled back before
 */
public record Deploy(CommandMeta meta, AppRef app, AppSpec spec, boolean force)
    implements ApplicationCommand {
  public Deploy {
    Check.that().present("meta", meta).present("app", app).present("spec", spec).orThrow();
  }
}
