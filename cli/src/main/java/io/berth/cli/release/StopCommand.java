/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.ClientOptions;
import picocli.CommandLine.Command;

/** Take an application offline: no replicas run, its releases are kept. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Take an application offline: no replicas run, its releases are kept.",
    footer = {"", "Example:", "  berth stop shop/cart --reason 'end of season' --wait"})
final class StopCommand extends AppCommand {

  StopCommand(ClientOptions client) {
    super(client, "stop");
  }
}
