/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.store.JsonTrees;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The label {@code pod-template-hash} and what it stands for. */
final class TemplateHash {

  static final String LABEL = "pod-template-hash";
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private TemplateHash() {}

  /** Ten characters that depend on the template alone. */
  static String of(JsonNode template) {
    byte[] bytes = JsonTrees.MAPPER.writeValueAsBytes(template);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    long hash = crc.getValue() * 31 + java.util.Arrays.hashCode(bytes);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      text.append(LETTERS.charAt((int) Math.floorMod(hash, (long) LETTERS.length())));
      hash = hash / LETTERS.length() + bytes.length;
    }
    return text.toString();
  }

  /** The template as its deployment has it: without the label. */
  static ObjectNode without(JsonNode template) {
    ObjectNode plain = (ObjectNode) template.deepCopy();
    if (JsonTrees.at(plain, "metadata", "labels") instanceof ObjectNode labels) {
      labels.remove(LABEL);
    }
    return plain;
  }
}
