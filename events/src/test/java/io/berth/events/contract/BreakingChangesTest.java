/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.command.Deploy;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class BreakingChangesTest {

  private static final String SPEC = "/$defs/AppSpec";

  static Stream<Arguments> breaking() {
    return Stream.of(
        change("/spec/image: was removed", s -> at(s, SPEC + "/properties").remove("image")),
        change(
            "/spec/replicas: type was \"integer\" and is \"string\"",
            s -> at(s, SPEC + "/properties/replicas").put("type", "string")),
        change(
            "/meta/deadline: format was \"duration\" and is \"date-time\"",
            s -> at(s, "/$defs/CommandMeta/properties/deadline").put("format", "date-time")),
        change(
            "/spec/args: is required, and was not",
            s -> ((ArrayNode) s.at(SPEC + "/required")).add("args")),
        change(
            "/spec/tier: the value \"LOW\" was removed",
            s -> ((ArrayNode) s.at(SPEC + "/properties/tier/enum")).remove(2)),
        change(
            "/spec/strategy: the variant #/$defs/RolloutStrategy.Rolling was removed",
            s -> ((ArrayNode) s.at("/$defs/RolloutStrategy/oneOf")).remove(0)),
        change(
            "/spec/ports/*/port: was removed",
            s -> at(s, "/$defs/AppSpec.Port/properties").remove("port")));
  }

  @ParameterizedTest
  @MethodSource("breaking")
  void breakingChange_isFound(String told, Consumer<ObjectNode> change) {
    ObjectNode newer = JsonSchemas.of(Deploy.class);
    change.accept(newer);
    assertThat(BreakingChanges.between(JsonSchemas.of(Deploy.class), newer)).contains(told);
  }

  @Test
  void addedOptionalFieldOrValue_isCompatible() {
    ObjectNode newer = JsonSchemas.of(Deploy.class);
    at(newer, SPEC + "/properties").putObject("color").put("type", "string");
    ((ArrayNode) newer.at(SPEC + "/properties/tier/enum")).add("GOLD");
    assertThat(BreakingChanges.between(JsonSchemas.of(Deploy.class), newer)).isEmpty();
  }

  private static Arguments change(String told, Consumer<ObjectNode> change) {
    return Arguments.of(told, change);
  }

  private static ObjectNode at(ObjectNode schema, String pointer) {
    return (ObjectNode) schema.at(pointer);
  }
}
