/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of scraping one node.
 *
 * @param usages the last samples
 * @param answeredBy their source; null before the first
 * @param answeredAt time of the last answer
 * @param failures of the last round, in the order in which the sources were scraped
 */
public record NodeScrape(
    NodeUsage usages,
    @Nullable MetricsSource answeredBy,
    Instant answeredAt,
    SequencedMap<MetricsSource, ScrapeFailure> failures) {

  /** Before the first scrape completed. */
  public static final NodeScrape NONE =
      new NodeScrape(NodeUsage.NONE, null, Instant.EPOCH, new LinkedHashMap<>());

  public NodeScrape {
    failures = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(failures));
  }

  /**
   * After a round in which a source answered.
   *
   * @param failed the failures of the sources before it, in order
   */
  public NodeScrape answered(
      MetricsSource source, String text, Instant now, Map<MetricsSource, ScrapeFailure> failed) {
    return new NodeScrape(usages.after(text, now), source, now, new LinkedHashMap<>(failed));
  }

  /** After a round in which no source answered. */
  public NodeScrape failed(Map<MetricsSource, ScrapeFailure> all) {
    return new NodeScrape(usages, answeredBy, answeredAt, new LinkedHashMap<>(all));
  }
}
