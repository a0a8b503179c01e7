/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The validation of a ConfigMap's data. */
final class ConfigMapValidation {

  private static final int MAX_BYTES = 1 << 20;

  private ConfigMapValidation() {}

  static void data(ObjectValidation faults, JsonNode configMap) {
    long bytes = 0;
    for (String part : new String[] {"data", "binaryData"}) {
      for (Map.Entry<String, String> entry : JsonTrees.texts(configMap, part).entrySet()) {
        String key = entry.getKey();
        faults.invalid(part + "[" + key + "]", key, NameFormats.configKey(key));
        long length = ObjectSize.utf8(entry.getValue());
        bytes += part.equals("data") ? length : length * 3 / 4;
      }
    }
    if (bytes > MAX_BYTES) {
      faults.tooLong("[]", MAX_BYTES);
    }
  }
}
