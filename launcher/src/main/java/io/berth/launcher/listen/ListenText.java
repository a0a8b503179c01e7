/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.listen;

import io.berth.teststack.process.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Says who can reach a suite. Pure. */
public final class ListenText {

  private ListenText() {}

  /**
   * What a start tells, a line for each listener that is open.
   *
   * @param port of each listener
   */
  public static List<String> lines(Listeners listeners, ToIntFunction<Listener> port) {
    if (listeners.open().isEmpty()) {
      return List.of(
          "They listen on this machine only; --listen ADDRESS opens the console and the API");
    }
    var lines = new ArrayList<String>();
    lines.add("They listen on this machine only, except what you opened:");
    for (Listener listener : listeners.open()) {
      lines.add(line(listener, listeners.of(listener), port.applyAsInt(listener)));
    }
    return lines;
  }

  private static String line(Listener listener, ListenAddress address, int port) {
    String where =
        address.isWildcard()
            ? "on port " + port + " of every address of this machine"
            : "at " + address.host() + ":" + port;
    return "  %s %-8s %s; it %s"
        .formatted(listener.isLocked() ? " " : "!", listener.label(), where, listener.lock());
  }
}
