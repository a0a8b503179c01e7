/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports of a Berth file. */
public final class Ports {

  private Ports() {}

  /** The names of the ports, each with whether it is one of UDP. */
  public static Map<String, Boolean> in(BerthFile file) {
    Map<String, Boolean> names = new LinkedHashMap<>();
    if (file.get("ports") instanceof List<?> ports) {
      for (Object port : ports) {
        if (port instanceof Map<?, ?> fields) {
          names.put(String.valueOf(fields.get("name")), "udp".equals(fields.get("protocol")));
        }
      }
    }
    return names;
  }
}
