/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import io.berth.events.operation.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Follows a command to its verdict, with a line whenever something moves in a cluster. */
final class Following {

  private static final long LOOK_EVERY_NANOS = 400_000_000L;

  private final Gateway gateway;
  private final Client client;
  private final Map<String, String> said = new HashMap<>();

  Following(Gateway gateway, Client client) {
    this.gateway = gateway;
    this.client = client;
  }

  /** Returns when every cluster has its verdict; what that means to a shell. */
  ExitCode follow(String commandId) {
    String path = Gateway.below("/api/v1/operations", commandId);
    JsonNode story = gateway.get(path);
    while (!story.path("overall").path("complete").asBoolean(false)) {
      tell(story);
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      story = gateway.get(path);
    }
    tell(story);
    client.show(story, Following::end);
    return code(story);
  }

  private void tell(JsonNode story) {
    for (JsonNode outcome : story.path("clusters")) {
      String line = Words.line(outcome);
      if (!line.equals(said.put(outcome.path("cluster").asString(), line))) {
        client.say("  " + line);
      }
    }
  }

  static ExitCode code(JsonNode story) {
    JsonNode verdict = story.path("overall").path("verdict");
    return ExitCode.of(verdict.isMissingNode() ? null : Verdict.valueOf(verdict.asString()));
  }

  /** The end of an operation: its overall verdict, and why where it is not a success. */
  static String end(JsonNode story) {
    StringBuilder text = new StringBuilder();
    text.append(story.path("overall").path("verdict").asString("No verdict yet"))
        .append(": ")
        .append(story.path("verb").asString())
        .append(' ')
        .append(story.path("app").asString())
        .append(" — ")
        .append(story.path("overall").path("sentence").asString());
    story.path("clusters").forEach(outcome -> text.append(Words.why(outcome)));
    return text.toString();
  }
}
