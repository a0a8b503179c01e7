/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

/** The logs that can be searched. */
public interface Logs {

  /**
   * Finds a page.
   *
   * @throws LogsUnavailable where they cannot be searched at present
   */
  LogPage find(LogQuery query);

  /** Elasticsearch is away or refuses; says what to do. */
  final class LogsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogsUnavailable(String message) {
      super(message);
    }
  }
}
