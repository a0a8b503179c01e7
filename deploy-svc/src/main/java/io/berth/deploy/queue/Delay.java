/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.planning.ReceivedCommand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What delays a command that has no verdict yet. */
public sealed interface Delay {

  /**
   * It was read only after its deadline.
   *
   * @param readAt when it was read
   */
  record ReadLate(Instant readAt) implements Delay {}

  /**
   * It waits for an earlier command of the same subject.
   *
   * @param earlier that command
   * @param delay what delays that one; null where it is done since
   */
  record Queued(ReceivedCommand earlier, @Nullable Delay delay) implements Delay {}

  /** No worker is free for it. */
  record NoWorker() implements Delay {}

  /** It is handled: a request to the API server is not answered yet. */
  record Request() implements Delay {}

  /**
   * It is handled: the image's registry does not answer.
   *
   * @param image the repository of the image that it names
   */
  record Registry(String image) implements Delay {}

  /**
   * It is retried.
   *
   * @param reason why the last request failed
   * @param message the client's message
   */
  record Failed(ClusterUnavailableException.Reason reason, String message) implements Delay {

    public Failed(ClusterUnavailableException e) {
      this(e.reason(), String.valueOf(e.getMessage()));
    }
  }
}
