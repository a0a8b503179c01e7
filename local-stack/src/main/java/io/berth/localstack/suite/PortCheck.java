/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.Ports;
import java.util.List;

/** Looks whether all ports of a plan are free before anything starts. */
final class PortCheck {

  private static final int STEP = 100;

  private PortCheck() {}

  static List<PortConflict> conflicts(PortPlan plan) {
    return plan.all().entrySet().stream()
        .filter(entry -> Ports.answers(entry.getKey()))
        .map(
            entry ->
                new PortConflict(entry.getKey(), entry.getValue(), PortOwner.of(entry.getKey())))
        .toList();
  }

  /** The nearest offset at which all ports are free. */
  static int freeOffset(PortPlan taken) {
    for (int offset = taken.offset() + 1_000; offset <= 20_000; offset += STEP) {
      if (conflicts(new PortPlan(offset)).isEmpty()) {
        return offset;
      }
    }
    return 10_000;
  }
}
