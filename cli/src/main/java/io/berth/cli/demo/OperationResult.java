/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway tells of one command.
 *
 * @param operation as it answers it
 */
record OperationResult(JsonNode operation) {

  String commandId() {
    return operation.path("commandId").asString("");
  }

  boolean complete() {
    return operation.path("overall").path("complete").asBoolean(false);
  }

  /** The overall verdict; empty while there is none. */
  String verdict() {
    return operation.path("overall").path("verdict").asString("");
  }

  Stream<JsonNode> clusters() {
    return StreamSupport.stream(operation.path("clusters").spliterator(), false);
  }

  /** The first diagnosis that a cluster gave. */
  Optional<JsonNode> diagnosis() {
    return clusters()
        .map(cluster -> cluster.path("diagnosis"))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  /** Returns itself, or fails with the verdict of each cluster. */
  OperationResult requireVerdict(String verdict) {
    if (!verdict.equals(verdict())) {
      throw new ScenarioFailedException(
          "command "
              + commandId()
              + " ended "
              + verdict()
              + " instead of "
              + verdict
              + ": "
              + describe());
    }
    return this;
  }

  /** Each cluster, its verdict and how long it took from the command to there. */
  String describe() {
    return clusters()
        .map(
            cluster ->
                cluster.path("cluster").asString("")
                    + " "
                    + cluster.path("verdict").asString("still at it")
                    + took(cluster)
                    + sentence(cluster))
        .collect(Collectors.joining(", "));
  }

  /** From the command to a step in a cluster. */
  Optional<Duration> until(String step, JsonNode cluster) {
    return StreamSupport.stream(cluster.path("steps").spliterator(), false)
        .filter(each -> each.path("step").asString("").equals(step))
        .map(
            each ->
                Duration.between(
                    Instant.parse(operation.path("requestedAt").asString()),
                    Instant.parse(each.path("at").asString())))
        .findFirst();
  }

  private String took(JsonNode cluster) {
    return until("concluded", cluster).map(time -> " after " + DurationText.of(time)).orElse("");
  }

  private static String sentence(JsonNode cluster) {
    return cluster.path("verdict").asString("").equals("SUCCEEDED")
        ? ""
        : " (" + cluster.path("summary").asString("it says nothing of why") + ")";
  }
}
