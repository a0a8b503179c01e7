/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.stream.TopicTable;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Prepares newly assigned partitions: fetches the topic's id and replays the operations and fleet
 * topics to their ends, so that no step is taken past an alert that is already in Kafka.
 *
 * @param topicIds to be fetched
 * @param topic as Kafka names it
 * @param operations to be replayed
 * @param fleet verdicts and alerts, to be replayed
 * @param next called afterwards
 */
record CatchUpListener(
    TopicIds topicIds,
    String topic,
    OperationsTopic operations,
    TopicTable<?, ?> fleet,
    OwnershipListener next)
    implements OwnershipListener {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public void prepare() {
    topicIds.fetch(topic);
    operations.catchUp();
    catchUp(fleet);
    next.prepare();
  }

  /**
   * Waits until a table has been read to its current end.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException where Kafka does not give it in time
   */
  static void catchUp(TopicTable<?, ?> table) {
    try {
      table.catchUp(TIMEOUT);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  @Override
  public void onAssigned() {
    next.onAssigned();
  }

  @Override
  public void onLost() {
    next.onLost();
  }
}
