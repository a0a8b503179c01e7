/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;

/** A command about one application. */
public sealed interface ApplicationCommand extends Command
    permits Deploy, Rollback, Scale, Restart, Stop, Remove, Pause, Resume, Promote, Abort {

  /** The application. */
  AppRef app();

  @Override
  default AppRef subject() {
    return app();
  }

  @Override
  default String key() {
    return app().toString();
  }
}
