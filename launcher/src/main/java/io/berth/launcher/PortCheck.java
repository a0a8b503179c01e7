/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.launcher.listen.Listeners;
import io.berth.launcher.suite.PortPlan;
import io.berth.teststack.process.Ports;
import java.util.Collection;
import java.util.List;

/** Checks that all ports of a plan are free before anything starts. */
final class PortCheck {

  private static final int STEP = 100;

  private PortCheck() {}

  /**
   * Which ports are taken.
   *
   * @param own the clusters that are not simulated
   */
  static List<PortConflict> conflicts(PortPlan plan, Listeners listeners, Collection<String> own) {
    return plan.all(own).entrySet().stream()
        .filter(entry -> isTaken(entry.getKey(), plan, listeners))
        .map(
            entry ->
                new PortConflict(entry.getKey(), entry.getValue(), PortOwner.of(entry.getKey())))
        .toList();
  }

  /**
   * What listens on another address than loopback hinders those alone who want all, or that one.
   */
  private static boolean isTaken(int port, PortPlan plan, Listeners listeners) {
    return Ports.answersOnLocalhost(port)
        || listeners.open().stream()
            .filter(listener -> plan.of(listener) == port)
            .anyMatch(listener -> !Ports.canListen(listeners.of(listener).address(), port));
  }

  /** The nearest offset at which all ports are free. */
  static int freeOffset(PortPlan taken, Listeners listeners, Collection<String> own) {
    for (int offset = taken.offset() + 1_000; offset <= 20_000; offset += STEP) {
      if (conflicts(new PortPlan(offset), listeners, own).isEmpty()) {
        return offset;
      }
    }
    return 10_000;
  }
}
