/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The size of an object in the store, which etcd bounds. */
final class ObjectSize {

  /** etcd's {@code --max-request-bytes}, and the largest message that its client sends. */
  private static final long MAX_REQUEST = 1536 << 10;

  private static final long MAX_MESSAGE = 2 << 20;

  private ObjectSize() {}

  /**
   * @throws ApiException 500 without a reason, as the API server passes on what etcd answers
   */
  static void check(JsonNode object) {
    long bytes = json(object);
    if (bytes > MAX_MESSAGE) {
      throw ApiException.internal(
          "rpc error: code = ResourceExhausted desc = trying to send message larger than max ("
              + bytes
              + " vs. "
              + MAX_MESSAGE
              + ")");
    }
    if (bytes > MAX_REQUEST) {
      throw ApiException.internal("etcdserver: request is too large");
    }
  }

  static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  private static long json(JsonNode node) {
    long bytes = 2;
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        bytes += utf8(field.getKey()) + 4 + json(field.getValue());
      }
      return bytes;
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        bytes += 1 + json(item);
      }
      return bytes;
    }
    return node.isString() ? bytes + escaped(node.asString()) : bytes + node.asString("").length();
  }

  private static long escaped(String text) {
    long bytes = utf8(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r') {
        bytes++;
      } else if (c < ' ') {
        bytes += 5;
      }
    }
    return bytes;
  }
}
