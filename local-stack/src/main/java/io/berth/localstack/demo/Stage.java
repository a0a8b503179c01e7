/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

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

/** What the scenes play on: the gateway's API, and waiting for what must happen. */
final class Stage {

  private static final Duration PATIENCE_WITH_THE_GATEWAY = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);

  private final Gateway gateway;
  private final Consumer<String> aside;

  /**
   * @param gateway the door
   * @param aside told what is going on while a scene waits
   */
  Stage(Gateway gateway, Consumer<String> aside) {
    this.gateway = gateway;
    this.aside = aside;
  }

  /** Says something while a scene is playing. */
  void say(String line) {
    aside.accept(line);
  }

  /** Sends a command and waits until every cluster has its verdict. */
  Told commandToItsEnd(String verb, Map<String, ?> command, Duration longest)
      throws InterruptedException {
    return toItsEnd(command(verb, command), longest);
  }

  /** Sends a command, again if nobody answers: the same id is the same command. Answers the id. */
  String command(String verb, Map<String, ?> command) throws InterruptedException {
    String id = UUID.randomUUID().toString();
    return await(
        "the gateway to take the command " + verb,
        PATIENCE_WITH_THE_GATEWAY,
        () ->
            Optional.of(
                gateway
                    .post("/api/v1/commands/" + verb, command, id)
                    .path("commandId")
                    .asString("")));
  }

  /** Puts a resource, again if nobody answers. */
  void put(String path, Map<String, ?> body) throws InterruptedException {
    await(
        "the gateway to take " + path,
        PATIENCE_WITH_THE_GATEWAY,
        () -> Optional.of(gateway.put(path, body)));
  }

  /** Deletes a resource, again if nobody answers. */
  void delete(String path) throws InterruptedException {
    await(
        "the gateway to delete " + path,
        PATIENCE_WITH_THE_GATEWAY,
        () -> {
          gateway.delete(path);
          return Optional.of(path);
        });
  }

  /** Waits until every cluster has its verdict on the command. */
  Told toItsEnd(String commandId, Duration longest) throws InterruptedException {
    return await(
        "every cluster's verdict on command " + commandId,
        longest,
        () ->
            Optional.of(new Told(gateway.get("/api/v1/operations/" + commandId)))
                .filter(Told::complete));
  }

  /** The elements of a list that the gateway answers, whatever it is a list of. */
  Stream<JsonNode> items(String path) {
    JsonNode answer = gateway.get(path);
    JsonNode list = answer.has("hits") ? answer.path("hits") : answer.path("items");
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Whether any cluster has this application of the story. */
  boolean isThere(String name) {
    return app(name).isPresent();
  }

  /** The state of an application of the story in a cluster. */
  Optional<JsonNode> stateIn(String name, String cluster) {
    return app(name).stream()
        .flatMap(app -> StreamSupport.stream(app.path("clusters").spliterator(), false))
        .filter(each -> each.path("cluster").asString("").equals(cluster))
        .map(each -> each.path("state"))
        .findFirst();
  }

  private Optional<JsonNode> app(String name) {
    return items("/api/v1/apps?namespace=" + Applications.NAMESPACE)
        .filter(each -> each.path("name").asString("").equals(name))
        .findFirst();
  }

  /**
   * Waits for something to be seen.
   *
   * @throws NotAsTold when it is not seen in time
   */
  <T> T await(String what, Duration longest, Supplier<Optional<T>> look)
      throws InterruptedException {
    Instant end = Instant.now().plus(longest);
    while (true) {
      Optional<T> seen = unlessAway(look);
      if (seen.isPresent()) {
        return seen.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new NotAsTold("waited " + longest.toSeconds() + " s for " + what);
      }
      Thread.sleep(LOOK_AGAIN_AFTER);
    }
  }

  private <T> Optional<T> unlessAway(Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (GatewayAway away) {
      return Optional.empty();
    }
  }
}
