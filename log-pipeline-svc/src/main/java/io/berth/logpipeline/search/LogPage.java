/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of hits.
 *
 * @param hits newest first
 * @param next for {@code after}; null on the last page
 */
public record LogPage(List<LogHit> hits, @Nullable String next) {
  public LogPage {
    hits = List.copyOf(hits);
  }
}
