/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as Berth declares it. Partitions are a default that configuration may raise.
 *
 * @param name the public name
 * @param key what its records are keyed by, in words
 * @param partitions the default number of partitions, at least 1
 * @param cleanup what Kafka does with old records
 * @param retention how long records are kept; null where only compaction removes them
 * @param says what its records say, one line
 */
public record Topic(
    String name,
    String key,
    int partitions,
    Cleanup cleanup,
    @Nullable Duration retention,
    String says) {

  /** Kafka's {@code cleanup.policy}. */
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** The value of Kafka's {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  /** Where records of this topic go that could not be processed. */
  public Topic deadLetters() {
    return new Topic(
        name + Topics.DEAD_LETTERS_SUFFIX,
        "as in " + name,
        partitions,
        Cleanup.DELETE,
        Duration.ofDays(14),
        "What could not be processed of " + name + ": the original bytes and headers, and why");
  }

  @Override
  public String toString() {
    return name;
  }
}
