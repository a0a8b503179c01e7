/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import picocli.CommandLine.Command;

/** Move a waiting staged roll-out to its next step. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Move a waiting staged roll-out to its next step.",
    footer = {"", "Example:", "  berth promote shop/cart --wait"})
final class PromoteCommand extends AppCommand {

  PromoteCommand(ClientOptions client) {
    super(client, "promote");
  }
}
