/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

/**
 * A port that we need and somebody else has.
 *
 * @param owner who has it, such as {@code process 4711 (java)}; empty when the system does not tell
 */
record PortConflict(int port, String wantedBy, String owner) {

  String text() {
    String by = owner.isEmpty() ? "another process" : owner;
    return "port " + port + ", wanted for " + wantedBy + ", is taken by " + by;
  }
}
