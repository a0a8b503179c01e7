/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

/**
 * Work that is gained is begun when everything that others said of it was read.
 *
 * @param operations where they said it
 * @param then what else is to be done
 */
record CaughtUp(OperationsTopic operations, Handover then) implements Handover {

  @Override
  public void prepare() {
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
