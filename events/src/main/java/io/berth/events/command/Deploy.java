/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Deploy this specification of an application: the first roll-out and every upgrade.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param spec the desired state
 * @param force deploy even a release that was rolled back before
 */
public record Deploy(CommandMeta meta, AppRef app, AppSpec spec, boolean force)
    implements ApplicationCommand {
  public Deploy {
    Check.that().present("meta", meta).present("app", app).present("spec", spec).orThrow();
  }
}
