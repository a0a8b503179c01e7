/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a record into work. */
interface RecordDispatcher {

  /** The work for a record; empty where there is none. */
  Optional<KeyedTask> dispatch(ConsumerRecord<byte[], byte[]> record);

  /**
   * The work for a record.
   *
   * @param key tasks with the same key run in order
   * @param task handles the record; where it throws that a dependency is unavailable it is retried
   *     before anything else of its key
   * @param onDone called once, when it is done or the partition was lost
   */
  record KeyedTask(String key, Runnable task, Runnable onDone) {

    static KeyedTask of(String key, Runnable task) {
      return new KeyedTask(key, task, () -> {});
    }
  }
}
