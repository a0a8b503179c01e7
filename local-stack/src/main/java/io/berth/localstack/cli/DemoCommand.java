/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import io.berth.localstack.demo.GatewayAway;
import io.berth.localstack.demo.NotAsTold;
import io.berth.localstack.demo.Story;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code berth demo}: tells the story of every flow against the running suite. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Tell the story of every flow against the running suite, in about two minutes.",
      "What it deploys stays, so that you can look around; the next telling removes it."
    },
    footer = {"", "Example:", "  berth demo --check"})
final class DemoCommand implements Callable<Integer> {

  @Mixin private final Client client;

  @Option(
      names = "--check",
      description =
          "Exit with 1 if any step did not happen as told; last line 'N passed, N failed'.")
  private boolean check;

  DemoCommand(Client client) {
    this.client = client;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = client.out();
    Story.Ending ending =
        new Story(
                new Door(client.gateway()),
                line -> {
                  out.println(line);
                  out.flush();
                })
            .tell();
    out.println(ending);
    out.flush();
    return check && ending.failed() > 0 ? ExitCode.NOT_DONE.code() : ExitCode.OK.code();
  }

  /** The story's gateway is this program's; a refusal there is a scene that did not happen. */
  private record Door(Gateway gateway) implements io.berth.localstack.demo.Gateway {

    @Override
    public JsonNode get(String path) {
      return asTold(() -> gateway.get(path));
    }

    @Override
    public JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
      return send("POST", path, body, Map.of("Idempotency-Key", idempotencyKey));
    }

    @Override
    public JsonNode put(String path, Map<String, ?> body) {
      return send("PUT", path, body, Map.of());
    }

    @Override
    public void delete(String path) {
      asTold(() -> gateway.delete(path));
    }

    private JsonNode send(
        String method, String path, Map<String, ?> body, Map<String, String> headers) {
      JsonNode json = JsonMapper.shared().valueToTree(body);
      return asTold(() -> gateway.send(method, path, json, headers));
    }

    private static JsonNode asTold(Supplier<JsonNode> call) {
      try {
        return call.get();
      } catch (CannotGoOn e) {
        String message = String.valueOf(e.getMessage());
        throw e.code() == ExitCode.UNREACHABLE ? new GatewayAway(message) : new NotAsTold(message);
      }
    }
  }
}
