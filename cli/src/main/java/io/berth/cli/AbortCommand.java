/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import picocli.CommandLine.Command;

/** End the running roll-out and go back to the release before it. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = "End the running roll-out and go back to the release before it.",
    footer = {"", "Example:", "  berth abort shop/cart --wait"})
final class AbortCommand extends AppCommand {

  AbortCommand(ClientOptions client) {
    super(client, "abort");
  }
}
