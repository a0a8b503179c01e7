/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Short words for reading and making JSON trees; a path that does not exist reads as empty. */
public final class JsonTrees {

  public static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonTrees() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Parses an object; used for literals in this program and in tests. */
  public static ObjectNode parse(String json) {
    return (ObjectNode) MAPPER.readTree(json);
  }

  public static JsonNode at(JsonNode node, String... path) {
    JsonNode here = node;
    for (String step : path) {
      here = here.path(step);
    }
    return here;
  }

  /** The text at the path, or the empty string. */
  public static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isValueNode() && !found.isNull() ? found.asString("") : "";
  }

  /** The number at the path, or the fallback. */
  public static int number(JsonNode node, int fallback, String... path) {
    return at(node, path).asInt(fallback);
  }

  public static Map<String, String> texts(JsonNode node, String... path) {
    Map<String, String> texts = new LinkedHashMap<>();
    at(node, path).properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString("")));
    return texts;
  }

  public static boolean isAbsent(@Nullable JsonNode node) {
    return node == null || node instanceof MissingNode || node.isNull();
  }

  /** The object at the path, made where it is missing. */
  public static ObjectNode child(ObjectNode node, String... path) {
    ObjectNode here = node;
    for (String step : path) {
      here = here.get(step) instanceof ObjectNode next ? next : here.putObject(step);
    }
    return here;
  }

  /** The array at the name, made where it is missing. */
  public static ArrayNode children(ObjectNode node, String name) {
    return node.get(name) instanceof ArrayNode found ? found : node.putArray(name);
  }
}
