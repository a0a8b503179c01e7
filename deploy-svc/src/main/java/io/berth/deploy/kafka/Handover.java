/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

/** What else is to be done when work changes hands between instances. */
public interface Handover {

  /**
   * Before the first record of newly gained partitions is handled, and before anything is done
   * after a silence of Kafka; tried again where it fails.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka is away
   */
  default void prepare() {}

  /** The partitions are held. */
  void gained();

  /** Somebody else has, or will have, the partitions that are not held any more. */
  void lost();

  /** For topics whose records stand alone. */
  static Handover onlyLearn(Logs logs, String topic) {
    return new Handover() {
      @Override
      public void prepare() {
        logs.learn(topic);
      }

      @Override
      public void gained() {}

      @Override
      public void lost() {}
    };
  }
}
