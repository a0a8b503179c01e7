/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.berth.bench.deploy.ObjectWatcher.ObservedTimes;
import java.util.concurrent.TimeUnit;

/** A command that was sent, and when its objects are observed. */
record SentCommand(long at, ObservedTimes observed) {

  private static final long TIMEOUT_SECONDS = 120;

  long first() throws Exception {
    return observed.first().get(TIMEOUT_SECONDS, TimeUnit.SECONDS) - at;
  }

  long complete() throws Exception {
    return observed.complete().get(TIMEOUT_SECONDS, TimeUnit.SECONDS) - at;
  }
}
