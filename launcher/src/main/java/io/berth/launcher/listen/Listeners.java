/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.listen;

import io.berth.teststack.process.ListenAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which listeners of the suite listen elsewhere than on 127.0.0.1.
 *
 * @param addresses of those that were named; the others listen on 127.0.0.1
 */
public record Listeners(Map<Listener, ListenAddress> addresses) {

  /** Everything listens for this machine alone. */
  public static final Listeners LOOPBACK = new Listeners(Map.of());

  public Listeners {
    addresses = Map.copyOf(addresses);
  }

  /**
   * Reads entries of the form {@code ADDRESS}, which is the gateway's, or {@code LISTENER=ADDRESS};
   * an entry may hold several with commas between.
   *
   * @throws IllegalArgumentException where one cannot be meant, with what is wanted
   */
  public static Listeners parse(List<String> entries) {
    var addresses = new EnumMap<Listener, ListenAddress>(Listener.class);
    for (String entry : String.join(",", entries).split(",")) {
      if (!entry.isBlank()) {
        add(entry.strip(), addresses);
      }
    }
    return new Listeners(addresses);
  }

  private static void add(String entry, Map<Listener, ListenAddress> addresses) {
    int equals = entry.indexOf('=');
    var listener =
        equals < 0 ? Listener.GATEWAY : listener(entry, entry.substring(0, equals).strip());
    var address = ListenAddress.parse(entry.substring(equals + 1));
    if (listener == Listener.KAFKA && address.isWildcard()) {
      throw new IllegalArgumentException(
          "'"
              + entry
              + "' leaves open where Kafka is: it tells its clients one address to come to, so name"
              + " the one that they reach, such as kafka=10.1.2.3");
    }
    if (addresses.put(listener, address) != null) {
      throw new IllegalArgumentException(
          "The " + listener.label() + " has two addresses, the second in '" + entry + "'");
    }
  }

  private static Listener listener(String entry, String label) {
    return Listener.labelled(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + entry
                        + "' names no listener that can be opened. Wanted one of "
                        + Listener.labels()
                        + "; everything else has no lock and stays on loopback"));
  }

  /** Where it listens. */
  public ListenAddress of(Listener listener) {
    return addresses.getOrDefault(listener, ListenAddress.LOOPBACK);
  }

  /** Those that other machines can reach, in the order of their declaration. */
  public List<Listener> open() {
    return addresses.keySet().stream()
        .filter(listener -> !of(listener).isLoopback())
        .sorted()
        .toList();
  }

  /** As {@link #parse} reads it; empty where nothing was named. */
  public String text() {
    return addresses.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().label() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
