/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

/** Searches the logs. */
public interface LogSearch {

  /**
   * Finds a page.
   *
   * @throws LogsUnavailableException where they cannot be searched at present
   */
  LogPage find(LogQuery query);

  /** Elasticsearch is unavailable or rejects the search; the message says what to do. */
  final class LogsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogsUnavailableException(String message) {
      super(message);
    }
  }
}
