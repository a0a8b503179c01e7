/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.AppRef;
import io.berth.events.Check;

/**
 * Deploy this specification of an application: the first roll-out and every upgrade.
 *
 * @param meta who, why, where and until when
 * @param app the application
 * @param spec the desired state
 * @param force deploy even a release that was rolled back before
 * @param createNamespace create the namespace where it does not exist, with the rules of
 *     production; otherwise the command is rejected there
 */
public record Deploy(
    CommandMeta meta,
    AppRef app,
    AppSpec spec,
    boolean force,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean createNamespace)
    implements ApplicationCommand {

  /** Into a namespace that exists. */
  public Deploy(CommandMeta meta, AppRef app, AppSpec spec, boolean force) {
    this(meta, app, spec, force, false);
  }

  public Deploy {
    Check.that().present("meta", meta).present("app", app).present("spec", spec).orThrow();
  }
}
