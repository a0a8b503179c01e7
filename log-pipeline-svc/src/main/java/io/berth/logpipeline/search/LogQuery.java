/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The criteria of a search; null: any. Hits are sorted newest first.
 *
 * @param namespace the application's, exactly
 * @param app the application's name, exactly
 * @param cluster exactly
 * @param level this level and worse ones
 * @param q words in the message or the error
 * @param traceId exactly
 * @param from no older
 * @param to older than
 * @param limit 1 to 1000 hits
 * @param after the {@code next} of the page before
 */
public record LogQuery(
    @Nullable String namespace,
    @Nullable String app,
    @Nullable String cluster,
    @Nullable String level,
    @Nullable String q,
    @Nullable String traceId,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    @Nullable PageCursor after) {

  public LogQuery {
    if (limit < 1 || limit > 1000) {
      throw new InvalidQueryException("limit", Integer.toString(limit), "1 to 1000");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidQueryException("from", from.toString(), "a time before 'to', " + to);
    }
    if (q != null && q.length() > 1000) {
      throw new InvalidQueryException("q", q.length() + " characters", "at most 1000 characters");
    }
  }
}
