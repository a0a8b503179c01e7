/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import io.berth.events.log.EnrichedLog;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;

/** Lets enriched records go on, or not, and says of each that does not who wrote it, and why. */
public final class Gate {

  private final Limits limits;
  private final BiConsumer<Limits.Author, Ruling> dropped;

  public Gate(Limits limits, BiConsumer<Limits.Author, Ruling> dropped) {
    this.limits = limits;
    this.dropped = dropped;
  }

  /**
   * Whether a record goes on. One of no known application always does.
   *
   * @param size bytes of it
   */
  public boolean keeps(EnrichedLog log, Instant receivedAt, int size) {
    if (limits.isEmpty()) {
      return true;
    }
    Map<String, Object> document = log.document();
    String app = text(document, "berth", "app");
    if (app.isEmpty()) {
      return true;
    }
    var author =
        new Limits.Author(
            text(document, "orchestrator", "cluster", "name"),
            text(document, "kubernetes", "namespace"),
            app);
    Ruling ruling = limits.rule(author, log.id(), text(document, "log", "level"), receivedAt, size);
    if (ruling != Ruling.KEPT) {
      dropped.accept(author, ruling);
    }
    return ruling == Ruling.KEPT;
  }

  private static String text(Map<?, ?> document, String... path) {
    Object at = document;
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at instanceof String text ? text : "";
  }
}
