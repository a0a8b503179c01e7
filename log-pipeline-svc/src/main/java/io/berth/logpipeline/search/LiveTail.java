/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.function.Predicate;

/** Streams log records as they arrive. */
public interface LiveTail {

  /** Follows from now on; ends when what it returns is closed. */
  AutoCloseable follow(Predicate<LogHit> wanted, HitListener listener);

  /** Takes hits, on a thread of the tail: must be quick. */
  interface HitListener {
    void hit(LogHit hit);
  }
}
