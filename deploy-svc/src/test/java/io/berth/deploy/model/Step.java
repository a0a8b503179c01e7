/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.model.SomebodyElse.Claim;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.operation.Verdict;
import org.jspecify.annotations.Nullable;

/** What happens next. */
sealed interface Step {

  /** A command is sent. */
  record Send(String id, Command command) implements Step {
    @Override
    public String toString() {
      return "send " + id + ": " + CommandWords.of(command);
    }
  }

  /** A command is sent again, with the same id; does nothing where it was not sent. */
  record SendAgain(String id) implements Step {
    @Override
    public String toString() {
      return "send " + id + " again";
    }
  }

  /**
   * The owner handles the next record of an application.
   *
   * @param ahead how many later records it has read by then
   */
  record Handle(AppRef subject, int ahead, @Nullable Trouble trouble) implements Step {
    @Override
    public String toString() {
      return "handle the next of "
          + subject.name()
          + ", reading "
          + ahead
          + " ahead"
          + words(trouble);
    }
  }

  /** The owner reconciles everything. */
  record Tick(@Nullable Trouble trouble) implements Step {
    @Override
    public String toString() {
      return "tick" + words(trouble);
    }
  }

  /** The controllers of the cluster do their work, and the informers catch up. */
  record Settle() implements Step {}

  /** The informers of the owner begin to lag. */
  record Lag() implements Step {}

  /** Time passes. */
  record Wait(int seconds) implements Step {}

  /** The partitions go to the other instance. */
  record TakeOver() implements Step {}

  /** The owner is killed and started again. */
  record Restart() implements Step {}

  /** The other cluster concludes a command. */
  record OtherVerdict(String id, Verdict verdict) implements Step {}

  /** Somebody else puts an object there, in place of what is there. */
  record Place(ObjectKey key, String app, Claim claim) implements Step {
    @Override
    public String toString() {
      return "somebody places " + key + ", claim " + claim;
    }
  }

  /** Somebody else deletes what is there, whosever it is. */
  record Delete(ObjectKey key) implements Step {
    @Override
    public String toString() {
      return "somebody deletes " + key;
    }
  }

  /** Somebody else changes what is there, or creates what is not. */
  record Meddle(ObjectKey key) implements Step {
    @Override
    public String toString() {
      return "somebody edits " + key;
    }
  }

  /** A finalizer of somebody else holds what is there when it is deleted, or lets it go. */
  record Hold(ObjectKey key, boolean held) implements Step {
    @Override
    public String toString() {
      return "somebody " + (held ? "holds " : "lets go ") + key;
    }
  }

  /** The API server goes away or comes back. */
  record Api(boolean away) implements Step {}

  /** Kafka goes away or comes back. */
  record Broker(boolean away) implements Step {}

  private static String words(@Nullable Trouble trouble) {
    return trouble == null ? "" : "; " + trouble;
  }
}
