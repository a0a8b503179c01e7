/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import java.util.Optional;

/**
 * The position of a record in Kafka.
 *
 * @param topic its topic
 * @param partition at least 0
 * @param offset at least 0
 * @param log Kafka's id of the topic; empty where it is not known. A recreated topic has the old
 *     name and starts at offset 0, so only the id distinguishes the two.
 */
public record RecordPosition(String topic, int partition, long offset, String log) {

  /** Where the topic's id is not known. */
  public RecordPosition(String topic, int partition, long offset) {
    this(topic, partition, offset, "");
  }

  /** Parses {@code topic-partition:offset@log}, the last part optional; else empty. */
  public static Optional<RecordPosition> parse(String text) {
    int colon = text.lastIndexOf(':');
    int dash = text.lastIndexOf('-', colon);
    int at = text.indexOf('@', Math.max(colon, 0));
    int end = at < 0 ? text.length() : at;
    if (dash < 1 || colon < dash) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordPosition(
              text.substring(0, dash),
              Integer.parseInt(text.substring(dash + 1, colon)),
              Long.parseLong(text.substring(colon + 1, end)),
              at < 0 ? "" : text.substring(at + 1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether both lie in one partition of the same topic id, where offsets give the order. */
  public boolean comparableTo(RecordPosition other) {
    return topic.equals(other.topic)
        && partition == other.partition
        && (log.equals(other.log) || log.isEmpty() || other.log.isEmpty());
  }

  @Override
  public String toString() {
    return topic + "-" + partition + ":" + offset + (log.isEmpty() ? "" : "@" + log);
  }
}
