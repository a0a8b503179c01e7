/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Sends events to the receiver. */
interface EventSender extends AutoCloseable {

  /**
   * Adds an event to the buffer.
   *
   * @throws IOException where the buffer is full: the line was not taken
   */
  void emit(Instant time, Map<String, Object> fields) throws IOException;

  /** Sends the buffered events within its time limit and closes. */
  @Override
  void close() throws IOException;
}
