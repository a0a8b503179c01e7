/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends records in the order of the calls. */
@FunctionalInterface
public interface RecordSender {

  /**
   * Sends a record.
   *
   * @return completes when every in-sync replica has it, or exceptionally with Kafka's reason
   */
  CompletableFuture<RecordMetadata> send(ProducerRecord<?, ?> record);
}
