/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.DeserializationResult.Unreadable;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads rules or silences; an unreadable record leaves the previous version in force. It reads
 * bytes, because Kafka Streams restores a table by calling deserializers without the record's
 * headers, which hold the event's type.
 */
final class RuleTableProcessor<T> implements Processor<String, byte @Nullable [], Void, Void> {

  private static final Logger LOG = LoggerFactory.getLogger(RuleTableProcessor.class);

  private final CloudEventDeserializer events = new CloudEventDeserializer();
  private final String storeName;
  private final String topic;
  private final Class<T> type;
  private final ActiveRules rules;
  private @Nullable KeyValueStore<String, T> store;

  RuleTableProcessor(String storeName, String topic, Class<T> type, ActiveRules rules) {
    this.storeName = storeName;
    this.topic = topic;
    this.type = type;
    this.rules = rules;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(storeName);
  }

  @Override
  public void process(Record<String, byte @Nullable []> record) {
    DeserializationResult value = events.deserialize(topic, record.headers(), record.value());
    switch (value) {
      case null -> remove(record.key());
      case Readable readable when type.isInstance(readable.envelope().payload()) ->
          put(record.key(), type.cast(readable.envelope().payload()));
      case Readable other ->
          LOG.warn(
              "Record {} of {} ignored, it is a {}",
              record.key(),
              storeName,
              other.envelope().payload().getClass().getSimpleName());
      case Invalid invalid ->
          LOG.warn(
              "Record {} of {} ignored, its fields are invalid: {}",
              record.key(),
              storeName,
              invalid.fields());
      case Unreadable unreadable ->
          LOG.warn(
              "Record {} of {} ignored, it cannot be read: {}",
              record.key(),
              storeName,
              unreadable.reason());
    }
  }

  private void put(String key, T value) {
    if (store != null) {
      store.put(key, value);
    }
    rules.put(key, value);
  }

  private void remove(String key) {
    if (store != null) {
      store.delete(key);
    }
    rules.remove(type, key);
  }
}
