/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Takes lines over the wire; where they go is its own business. */
interface Carrier extends AutoCloseable {

  /**
   * Takes a line into its buffer.
   *
   * @throws IOException where the buffer is full: the line was not taken
   */
  void emit(Instant time, Map<String, Object> fields) throws IOException;

  /** Sends what it holds, within its own time limit, and ends. */
  @Override
  void close() throws IOException;
}
