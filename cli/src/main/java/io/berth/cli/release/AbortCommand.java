/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import picocli.CommandLine.Command;

/** Abort the running roll-out and return to the previous release. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = "Abort the running roll-out and return to the previous release.",
    footer = {"", "Example:", "  berth abort shop/cart --wait"})
final class AbortCommand extends AppCommand {

  AbortCommand(ClientOptions client) {
    super(client, "abort");
  }
}
