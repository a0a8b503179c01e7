/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import java.util.Queue;
import java.util.concurrent.Flow;

/** Collects the lines of a response as they come. */
record Lines(Queue<String> into) implements Flow.Subscriber<String> {

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    into.add(line);
  }

  @Override
  public void onError(Throwable error) {
    into.add("error: " + error);
  }

  @Override
  public void onComplete() {
    into.add("end");
  }
}
