/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import picocli.CommandLine.Command;

/** Replace every pod of an application, a few at a time. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "Replace every pod of an application, a few at a time.",
    footer = {"", "Example:", "  berth restart shop/cart --wait"})
final class RestartCommand extends AppCommand {

  RestartCommand(ClientOptions client) {
    super(client, "restart");
  }
}
