/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An answer of which every name and every text is one visible line: whatever words are made from
 * it, a line begins only where they begin one.
 */
public final class EscapedJson {

  private EscapedJson() {}

  public static JsonNode of(JsonNode node) {
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(EscapedText.line(node.asString()));
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> array.add(of(element)));
      return array;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(entry -> object.set(EscapedText.line(entry.getKey()), of(entry.getValue())));
      return object;
    }
    return node;
  }
}
