/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.platform.PlatformDocument;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads what the platform says about itself. */
final class PlatformEvents implements Function<ConsumerRecord<byte[], byte[]>, @Nullable Document> {

  static final List<Topic> TOPICS =
      List.of(
          Topics.OPERATIONS,
          Topics.METRICS,
          Topics.CLUSTER_EVENTS,
          Topics.SCALING_DECISIONS,
          Topics.ALERT_HISTORY);

  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
  private final PlatformDocument documents;

  PlatformEvents(Tally tally) {
    this.documents = new PlatformDocument(tally::redacted);
  }

  /** Null where it cannot be read, or is nothing that is indexed. */
  @Override
  public @Nullable Document apply(ConsumerRecord<byte[], byte[]> record) {
    return switch (deserializer.deserialize(record.topic(), record.headers(), record.value())) {
      case Received.Readable(var envelope) -> documents.of(envelope, EventMillis.since(record));
      case Received.Invalid _, Received.Unreadable _ -> null;
      case null -> null;
    };
  }
}
