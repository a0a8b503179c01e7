/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import java.time.Instant;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param name its title
 * @param isNumber whether its cells are numbers
 * @param isWide whether only {@code -o wide} shows it
 * @param cell what an object has in it at a moment: a text or a number
 */
record Column(
    String name, boolean isNumber, boolean isWide, BiFunction<JsonNode, Instant, Object> cell) {

  static Column text(String name, BiFunction<JsonNode, Instant, Object> cell) {
    return new Column(name, false, false, cell);
  }

  static Column number(String name, String... path) {
    return new Column(name, true, false, (object, _) -> CellFormatter.at(object, path).asInt(0));
  }

  static Column wide(String name, BiFunction<JsonNode, Instant, Object> cell) {
    return new Column(name, false, true, cell);
  }
}
