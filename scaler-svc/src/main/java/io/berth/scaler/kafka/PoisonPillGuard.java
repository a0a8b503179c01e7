/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a malformed record from blocking the following ones: exceptions of our own code become
 * values, because the record caused them.
 *
 * <p>Guards only code without calls to Kafka. Exceptions of stores and of {@code forward} (a lost
 * partition, a fenced producer, an unreachable broker) are not caused by the record and must reach
 * Kafka Streams, so those calls stay outside. Errors of the JVM such as OutOfMemoryError pass; a
 * StackOverflowError counts as caused by the record's nesting depth.
 */
final class PoisonPillGuard {

  private static final Logger LOG = LoggerFactory.getLogger(PoisonPillGuard.class);

  private PoisonPillGuard() {}

  /**
   * Runs guarded code.
   *
   * @param pure without calls to Kafka or to a store
   * @param failed creates the result for a failure from its reason
   */
  static <T> T run(Supplier<T> pure, Function<String, T> failed) {
    try {
      return pure.get();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("Processing a record failed, it goes to the dead letters", e);
      return failed.apply("could not be processed: " + e);
    }
  }
}
