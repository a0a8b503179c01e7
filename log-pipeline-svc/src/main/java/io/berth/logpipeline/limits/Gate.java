/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import io.berth.logpipeline.enrichment.Enriched;
import java.time.Instant;
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
  public boolean keeps(Enriched log, Instant receivedAt, int size) {
    if (limits.isEmpty() || log.app().isEmpty()) {
      return true;
    }
    var author = new Limits.Author(log.cluster(), log.namespace(), log.app());
    Ruling ruling = limits.rule(author, log.id(), log.level(), receivedAt, size);
    if (ruling != Ruling.KEPT) {
      dropped.accept(author, ruling);
    }
    return ruling == Ruling.KEPT;
  }
}
