/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.function.Predicate;

/** The logs as they come. */
public interface Tail {

  /** Follows from now on; ends when what it returns is closed. */
  AutoCloseable follow(Predicate<LogHit> wanted, Listener listener);

  /** Takes hits, on a thread of the tail: must be quick. */
  interface Listener {
    void hit(LogHit hit);
  }
}
