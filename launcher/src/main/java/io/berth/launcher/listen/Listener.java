/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.listen;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A listener of the suite that other machines may have use for. Everything else of it listens on
 * loopback whatever is asked for: it has no lock, and nobody but the suite has business there.
 */
public enum Listener {
  /** The REST API and the console. */
  GATEWAY(
      "gateway",
      "wants a login or the API token; it speaks plain HTTP, so put a TLS proxy before it where"
          + " others share the network"),
  /** The receiver of the Fluentd Forward protocol, for logs of programs elsewhere. */
  FORWARD(
      "forward",
      "has no lock: whoever reaches it can write log records in the name of any application"),
  /** The broker. */
  KAFKA(
      "kafka",
      "has no lock: whoever reaches it can give every command and read and forge every event");

  private final String label;
  private final String lock;

  Listener(String label, String lock) {
    this.label = label;
    this.lock = lock;
  }

  /** How it is written: {@code gateway}. */
  public String label() {
    return label;
  }

  /** How it is protected, as the end of a sentence. */
  String lock() {
    return lock;
  }

  /** Whether it authenticates its clients. */
  boolean isLocked() {
    return this == GATEWAY;
  }

  static Optional<Listener> labelled(String label) {
    return Arrays.stream(values()).filter(listener -> listener.label.equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(Listener::label).collect(Collectors.joining(", "));
  }
}
