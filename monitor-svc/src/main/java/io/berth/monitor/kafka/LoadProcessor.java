/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Invalid;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.kafka.Received.Unreadable;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads rules or silences; what cannot be read leaves the one before in force. */
final class LoadProcessor<T> implements Processor<String, @Nullable Received, Void, Void> {

  private static final Logger LOG = LoggerFactory.getLogger(LoadProcessor.class);

  private final String storeName;
  private final Class<T> type;
  private final RulesInForce rules;
  private @Nullable KeyValueStore<String, T> store;

  LoadProcessor(String storeName, Class<T> type, RulesInForce rules) {
    this.storeName = storeName;
    this.type = type;
    this.rules = rules;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(storeName);
  }

  @Override
  public void process(Record<String, @Nullable Received> record) {
    Received value = record.value();
    switch (value) {
      case null -> removed(record.key());
      case Readable readable when type.isInstance(readable.envelope().payload()) ->
          put(record.key(), type.cast(readable.envelope().payload()));
      case Readable other ->
          LOG.warn(
              "{} {} is a {} and left out",
              storeName,
              record.key(),
              other.envelope().payload().getClass().getSimpleName());
      case Invalid invalid ->
          LOG.warn("{} {} is left out: {}", storeName, record.key(), invalid.fields());
      case Unreadable unreadable ->
          LOG.warn("{} {} is left out: {}", storeName, record.key(), unreadable.reason());
    }
  }

  private void put(String key, T value) {
    if (store != null) {
      store.put(key, value);
    }
    rules.put(key, value);
  }

  private void removed(String key) {
    if (store != null) {
      store.delete(key);
    }
    rules.remove(type, key);
  }
}
