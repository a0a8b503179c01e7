/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One named example of every payload, for the tests of every module. Together they show every field
 * of every record and every variant of every sealed type; {@code SamplesTest} sees to it.
 */
public final class Samples {

  public static final AppRef CART = new AppRef("shop", "cart");
  public static final ClusterAppRef CART_IN_DC_A = ClusterAppRef.of("dc-a", CART);
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final String COMMAND_ID = "8f6c1d9e-5a5b-4c53-9f0c-6a7a6a0f2f11";

  private Samples() {}

  /**
   * Every example by name: the CloudEvents type, and behind a {@code +} what is special where a
   * type has several.
   */
  public static Map<String, Event> all() {
    Map<String, Event> all = new TreeMap<>();
    all.putAll(CommandSamples.all());
    all.putAll(OperationSamples.all());
    all.putAll(ClusterSamples.all());
    all.putAll(ScalingSamples.all());
    all.putAll(AlertAndLogSamples.all());
    return all;
  }

  /** The examples of one payload. */
  public static <E extends Event> Map<String, E> of(Class<E> payload) {
    return all().entrySet().stream()
        .filter(entry -> payload.isInstance(entry.getValue()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> payload.cast(entry.getValue()),
                (a, b) -> a,
                TreeMap::new));
  }

  /** An example in its envelope, as it would be published at noon. */
  public static <E extends Event> Envelope<E> envelope(E payload) {
    return Envelope.of(COMMAND_ID, "/berth/samples", NOON, payload);
  }
}
