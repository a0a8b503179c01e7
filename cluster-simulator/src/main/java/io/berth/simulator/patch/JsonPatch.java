/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.patch;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 6902. */
public final class JsonPatch {

  private JsonPatch() {}

  /**
   * The result; {@code target} stays as it is.
   *
   * @throws ApiException 422 when an operation does not fit the object
   */
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!(patch instanceof ArrayNode operations)) {
      throw ApiException.badRequest(
          "json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    }
    ObjectNode result = target.deepCopy();
    for (JsonNode operation : operations) {
      step(result, operation);
    }
    return result;
  }

  private static void step(ObjectNode root, JsonNode operation) {
    String path = JsonTrees.text(operation, "path");
    String from = JsonTrees.text(operation, "from");
    switch (JsonTrees.text(operation, "op")) {
      case "add" -> add(root, path, operation.path("value").deepCopy());
      case "replace" -> replace(root, path, operation.path("value").deepCopy());
      case "remove" -> remove(root, path);
      case "copy" -> add(root, path, find(root, from).deepCopy());
      case "move" -> add(root, path, remove(root, from));
      case "test" -> test(root, path, operation.path("value"));
      default ->
          throw ApiException.badRequest("Unexpected kind: " + JsonTrees.text(operation, "op"));
    }
  }

  private static void test(ObjectNode root, String path, JsonNode wanted) {
    if (!root.at(path).equals(wanted)) {
      throw refused("testing value " + path + " failed: test failed");
    }
  }

  private static JsonNode find(ObjectNode root, String path) {
    JsonNode found = root.at(path);
    if (found.isMissingNode()) {
      throw refused(
          "replace operation does not apply: doc is missing key: " + path + ": missing value");
    }
    return found;
  }

  private static void replace(ObjectNode root, String path, JsonNode value) {
    find(root, path);
    switch (parent(root, path)) {
      case ObjectNode o -> o.set(last(path), value);
      case ArrayNode a -> a.set(index(a, last(path), a.size() - 1), value);
      default -> throw missing("replace", path);
    }
  }

  private static void add(ObjectNode root, String path, JsonNode value) {
    switch (parent(root, path)) {
      case ObjectNode o -> o.set(last(path), value);
      case ArrayNode a ->
          a.insert(last(path).equals("-") ? a.size() : index(a, last(path), a.size()), value);
      default -> throw missing("add", path);
    }
  }

  private static JsonNode remove(ObjectNode root, String path) {
    JsonNode found = root.at(path);
    if (found.isMissingNode()) {
      throw missing("remove", path);
    }
    switch (parent(root, path)) {
      case ObjectNode o -> o.remove(last(path));
      case ArrayNode a -> a.remove(index(a, last(path), a.size() - 1));
      default -> throw missing("remove", path);
    }
    return found;
  }

  private static JsonNode parent(ObjectNode root, String path) {
    int at = path.lastIndexOf('/');
    if (at < 0) {
      throw missing("add", path);
    }
    return root.at(path.substring(0, at));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private static int index(ArrayNode array, String step, int highest) {
    int index = step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
    if (index < 0 || index > highest) {
      throw refused("Unable to access invalid index: " + step + ": invalid index referenced");
    }
    return index;
  }

  private static ApiException missing(String op, String path) {
    return refused(
        op + " operation does not apply: doc is missing path: \"" + path + "\": missing value");
  }

  private static ApiException refused(String why) {
    return new ApiException(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request: " + why,
        null,
        "");
  }
}
