/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.deadletters;

import java.util.List;

/** Lists and replays the dead letters of the pipeline. */
public interface DeadLetterStore {

  /** The newest, the newest first. */
  List<DeadLetterView> newest(int limit);

  /**
   * Puts those that were not replayed yet back into the topics they came from, the oldest first.
   * What fails again becomes a dead letter again; what was done before is not done twice, because
   * it has its id.
   */
  ReplayResult replay(int limit);

  /** Kafka does not answer; the message is for people. */
  final class DeadLettersUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeadLettersUnavailableException(String message) {
      super(message);
    }
  }
}
