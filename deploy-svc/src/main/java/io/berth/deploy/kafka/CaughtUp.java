/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.util.List;

/**
 * Work that is gained is begun when it is known in which log it lies, and when everything that
 * others said of it was read: without that, a step would be taken past an alert that lies in Kafka.
 *
 * @param logs where it lies
 * @param topic its name
 * @param operations where others said it
 * @param tails what the fleet says: verdicts and alerts
 * @param then what else is to be done
 */
record CaughtUp(
    Logs logs, String topic, OperationsTopic operations, List<Tail> tails, Handover then)
    implements Handover {

  @Override
  public void prepare() {
    logs.learn(topic);
    operations.catchUp();
    tails.forEach(Tail::catchUp);
    then.prepare();
  }

  @Override
  public void gained() {
    then.gained();
  }

  @Override
  public void lost() {
    then.lost();
  }
}
