/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

/** Is called when partitions are assigned to this instance or lost. */
public interface OwnershipListener {

  /**
   * Called before the first record of newly assigned partitions is processed, and before work
   * resumes after an outage of Kafka; repeated where it fails.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka is away
   */
  default void prepare() {}

  /** The partitions are owned. */
  void onAssigned();

  /** Another instance owns, or will own, the partitions that are no longer assigned. */
  void onLost();

  /** For topics whose records need no replay. */
  static OwnershipListener topicIdOnly(TopicIds topicIds, String topic) {
    return new OwnershipListener() {
      @Override
      public void prepare() {
        topicIds.fetch(topic);
      }

      @Override
      public void onAssigned() {}

      @Override
      public void onLost() {}
    };
  }
}
