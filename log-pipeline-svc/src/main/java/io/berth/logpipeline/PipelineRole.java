/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The roles of an instance. Each role reads the topic that the previous one writes. */
enum PipelineRole {
  /** Clients → {@code berth.logs.raw}. */
  RECEIVE,
  /** {@code berth.logs.raw} → {@code berth.logs.enriched}. */
  ENRICH,
  /** {@code berth.logs.enriched}, and what the platform says of itself → Elasticsearch. */
  INDEX;

  /**
   * Reads names by commas.
   *
   * @throws IllegalArgumentException saying what is wanted
   */
  static Set<PipelineRole> read(String text) {
    Set<PipelineRole> parts = EnumSet.noneOf(PipelineRole.class);
    for (String name : text.split(",")) {
      try {
        parts.add(valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "BERTH_LOG_PARTS is '" + text + "', wanted some of receive,enrich,index", e);
      }
    }
    return parts;
  }
}
