/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.berth.bench.deploy.Sightings.Sighting;
import java.util.concurrent.TimeUnit;

/** A command on its way. */
record Sent(long at, Sighting seen) {

  private static final long PATIENCE_SECONDS = 120;

  long first() throws Exception {
    return seen.first().get(PATIENCE_SECONDS, TimeUnit.SECONDS) - at;
  }

  long whole() throws Exception {
    return seen.whole().get(PATIENCE_SECONDS, TimeUnit.SECONDS) - at;
  }
}
