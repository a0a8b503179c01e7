/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/** Groups of nodes, by a label that those of a group have in common. */
final class Topology {

  static final String NODE = "node";

  private Topology() {}

  static void check(Check check, @Nullable String by) {
    if (by == null) {
      check.fault("by", "nothing", "node, zone, or the key of a label such as example.com/rack");
    } else {
      LabelSyntax.key(check, "by", by);
    }
  }

  static String key(String by) {
    return switch (by) {
      case NODE -> "kubernetes.io/hostname";
      case "zone" -> "topology.kubernetes.io/zone";
      default -> by;
    };
  }
}
