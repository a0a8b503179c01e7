/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.intake;

import java.util.concurrent.CompletableFuture;

/** Stores raw records. */
public interface RawLogStore {

  /** Starts writing the records of one chunk. */
  WriteBatch begin();

  /** Stores unreadable input as a dead letter; completes when it is stored. */
  CompletableFuture<Void> storeUnreadable(UnreadableInput input);

  /** The records of one chunk. For one thread. */
  interface WriteBatch {

    /** Adds a record; blocks while the buffer is full. */
    void add(RawEntry entry);

    /** Completes when all records are stored, or with the first failure. No record may follow. */
    CompletableFuture<Void> stored();
  }
}
