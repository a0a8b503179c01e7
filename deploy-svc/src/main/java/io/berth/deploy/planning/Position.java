/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import java.util.Optional;

/**
 * Where a record lies in Kafka.
 *
 * @param topic its topic
 * @param partition at least 0
 * @param offset at least 0
 */
public record Position(String topic, int partition, long offset) {

  /** Reads {@code topic-partition:offset}; empty where it is something else. */
  public static Optional<Position> parse(String text) {
    int colon = text.lastIndexOf(':');
    int dash = text.lastIndexOf('-', colon);
    if (dash < 1 || colon < dash) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Position(
              text.substring(0, dash),
              Integer.parseInt(text.substring(dash + 1, colon)),
              Long.parseLong(text.substring(colon + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether both lie in one log, where offsets say which came first. */
  public boolean comparableTo(Position other) {
    return topic.equals(other.topic) && partition == other.partition;
  }

  @Override
  public String toString() {
    return topic + "-" + partition + ":" + offset;
  }
}
