/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import io.berth.logpipeline.enrichment.EnrichmentResult;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Applies the limits to enriched records and reports each dropped record with its source and the
 * limit.
 */
public final class LimitFilter {

  private final LogLimits limits;
  private final BiConsumer<LogLimits.LogSource, LimitDecision> dropped;

  public LimitFilter(LogLimits limits, BiConsumer<LogLimits.LogSource, LimitDecision> dropped) {
    this.limits = limits;
    this.dropped = dropped;
  }

  /**
   * Whether a record is kept. Records of unknown applications always are.
   *
   * @param size bytes of it
   */
  public boolean keeps(EnrichmentResult log, Instant receivedAt, int size) {
    if (limits.isEmpty() || log.app().isEmpty()) {
      return true;
    }
    var source = new LogLimits.LogSource(log.cluster(), log.namespace(), log.app());
    LimitDecision decision = limits.rule(source, log.id(), log.level(), receivedAt, size);
    if (decision != LimitDecision.KEPT) {
      dropped.accept(source, decision);
    }
    return decision == LimitDecision.KEPT;
  }
}
