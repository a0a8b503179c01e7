/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What scenarios work with: the gateway's API, and polling for expected states. */
final class ScenarioContext {

  private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final GatewayApi gateway;
  private final Consumer<String> output;

  /**
   * @param gateway the door
   * @param output takes the lines that a scenario prints
   */
  ScenarioContext(GatewayApi gateway, Consumer<String> output) {
    this.gateway = gateway;
    this.output = output;
  }

  /** Prints a line of the running scenario. */
  void print(String line) {
    output.accept(line);
  }

  /** Sends a command and waits until every cluster has its verdict. */
  OperationResult runCommand(String verb, Map<String, ?> submitCommand, Duration timeout)
      throws InterruptedException {
    return awaitVerdict(submitCommand(verb, submitCommand), timeout);
  }

  /** Submits a command and returns its id; retries while the gateway is unavailable. */
  String submitCommand(String verb, Map<String, ?> submitCommand) throws InterruptedException {
    String id = UUID.randomUUID().toString();
    return await(
        "the gateway to take the command " + verb,
        GATEWAY_TIMEOUT,
        () ->
            Optional.of(
                gateway
                    .post("/api/v1/commands/" + verb, submitCommand, id)
                    .path("commandId")
                    .asString("")));
  }

  /** Puts a resource; retries while the gateway is unavailable. */
  void put(String path, Map<String, ?> body) throws InterruptedException {
    await(
        "the gateway to take " + path, GATEWAY_TIMEOUT, () -> Optional.of(gateway.put(path, body)));
  }

  /** Deletes a resource; retries while the gateway is unavailable. */
  void delete(String path) throws InterruptedException {
    await(
        "the gateway to delete " + path,
        GATEWAY_TIMEOUT,
        () -> {
          gateway.delete(path);
          return Optional.of(path);
        });
  }

  /** Waits until every cluster has its verdict on the command. */
  OperationResult awaitVerdict(String commandId, Duration timeout) throws InterruptedException {
    return await(
        "every cluster's verdict on command " + commandId,
        timeout,
        () ->
            Optional.of(new OperationResult(gateway.get("/api/v1/operations/" + commandId)))
                .filter(OperationResult::complete));
  }

  /** The elements of a list that the gateway answers, whatever it is a list of. */
  Stream<JsonNode> items(String path) {
    JsonNode answer = gateway.get(path);
    JsonNode list = answer.has("hits") ? answer.path("hits") : answer.path("items");
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Whether any cluster has this application of the demo. */
  boolean isThere(String name) {
    return app(name).isPresent();
  }

  /** The state of an application of the demo in a cluster. */
  Optional<JsonNode> stateIn(String name, String cluster) {
    return app(name).stream()
        .flatMap(app -> StreamSupport.stream(app.path("clusters").spliterator(), false))
        .filter(each -> each.path("cluster").asString("").equals(cluster))
        .map(each -> each.path("state"))
        .findFirst();
  }

  private Optional<JsonNode> app(String name) {
    return items("/api/v1/apps?namespace=" + DemoApplications.NAMESPACE)
        .filter(each -> each.path("name").asString("").equals(name))
        .findFirst();
  }

  /**
   * Waits for something to be seen.
   *
   * @throws ScenarioFailedException when it is not seen in time
   */
  <T> T await(String what, Duration timeout, Supplier<Optional<T>> look)
      throws InterruptedException {
    Instant end = Instant.now().plus(timeout);
    while (true) {
      Optional<T> seen = ignoringOutage(look);
      if (seen.isPresent()) {
        return seen.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new ScenarioFailedException("waited " + timeout.toSeconds() + " s for " + what);
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private <T> Optional<T> ignoringOutage(Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (GatewayUnavailableException away) {
      return Optional.empty();
    }
  }
}
