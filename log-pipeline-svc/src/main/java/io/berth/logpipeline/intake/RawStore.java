/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.intake;

import java.util.concurrent.CompletableFuture;

/** Where raw records are kept. */
public interface RawStore {

  /** Begins with the records of one chunk. */
  Batch begin();

  /** Keeps what cannot be read among the dead letters; completes when it is kept. */
  CompletableFuture<Void> giveUp(Remains remains);

  /** The records of one chunk. For one thread. */
  interface Batch {

    /** Hands a record over; waits while there is no room. */
    void add(RawEntry entry);

    /** Completes when all of them are kept, or with the first failure. No record may follow. */
    CompletableFuture<Void> kept();
  }
}
