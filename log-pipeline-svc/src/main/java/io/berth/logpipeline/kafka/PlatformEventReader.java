/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.logpipeline.platform.PlatformDocument;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the events of the platform as documents. */
public final class PlatformEventReader
    implements Function<ConsumerRecord<byte[], byte[]>, @Nullable IndexDocument> {

  /** What it says it on. */
  public static final List<Topic> TOPICS =
      List.of(
          Topics.OPERATIONS,
          Topics.METRICS,
          Topics.CLUSTER_EVENTS,
          Topics.SCALING_DECISIONS,
          Topics.ALERT_HISTORY);

  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
  private final PlatformDocument documents;

  PlatformEventReader(PipelineMetrics metrics) {
    this.documents = new PlatformDocument(metrics::redacted);
  }

  /** Null where it cannot be read, or is nothing that is indexed. */
  @Override
  public @Nullable IndexDocument apply(ConsumerRecord<byte[], byte[]> record) {
    return switch (deserializer.deserialize(record.topic(), record.headers(), record.value())) {
      case DeserializationResult.Readable(var envelope) ->
          documents.of(envelope, EarliestCopyTime.since(record));
      case DeserializationResult.Invalid _, DeserializationResult.Unreadable _ -> null;
      case null -> null;
    };
  }
}
