/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

/**
 * Work that is gained is begun when it is known in which log it lies, and when everything that
 * others said of it was read.
 *
 * @param logs where it lies
 * @param topic its name
 * @param operations where others said it
 * @param then what else is to be done
 */
record CaughtUp(Logs logs, String topic, OperationsTopic operations, Handover then)
    implements Handover {

  @Override
  public void prepare() {
    logs.learn(topic);
    operations.catchUp();
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
