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
 * @param log Kafka's id of the topic; empty where it is not known. A topic that was deleted and
 *     made again bears the old name and begins at 0, so that nothing but this tells one from the
 *     other.
 */
public record Position(String topic, int partition, long offset, String log) {

  /** In a log whose id is not known. */
  public Position(String topic, int partition, long offset) {
    this(topic, partition, offset, "");
  }

  /** Reads {@code topic-partition:offset@log}, the last part optional; else empty. */
  public static Optional<Position> parse(String text) {
    int colon = text.lastIndexOf(':');
    int dash = text.lastIndexOf('-', colon);
    int at = text.indexOf('@', Math.max(colon, 0));
    int end = at < 0 ? text.length() : at;
    if (dash < 1 || colon < dash) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Position(
              text.substring(0, dash),
              Integer.parseInt(text.substring(dash + 1, colon)),
              Long.parseLong(text.substring(colon + 1, end)),
              at < 0 ? "" : text.substring(at + 1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether both lie in one log, where offsets say which came first. */
  public boolean comparableTo(Position other) {
    return topic.equals(other.topic)
        && partition == other.partition
        && (log.equals(other.log) || log.isEmpty() || other.log.isEmpty());
  }

  @Override
  public String toString() {
    return topic + "-" + partition + ":" + offset + (log.isEmpty() ? "" : "@" + log);
  }
}
