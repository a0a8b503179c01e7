/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of a record. */
interface Door {

  /** What is to be done with it; empty where nothing is. */
  Optional<Work> open(ConsumerRecord<byte[], byte[]> record);

  /**
   * What is to be done with a record.
   *
   * @param lane what must stay in order together
   * @param task handles it to its end; where it throws that a machine is away it is asked again
   *     later, before anything behind it in its lane
   * @param left called once, when it is done or somebody else's
   */
  record Work(String lane, Runnable task, Runnable left) {

    static Work of(String lane, Runnable task) {
      return new Work(lane, task, () -> {});
    }
  }
}
