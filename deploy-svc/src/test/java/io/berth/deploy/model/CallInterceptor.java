/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.model.Trouble.Effect;
import io.berth.deploy.model.Trouble.Point;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the calls of one instance leave the process: what is planned goes wrong here, once. */
final class CallInterceptor {

  private final IntConsumer pause;
  private final Thread thread = Thread.currentThread();
  private @Nullable Trouble planned;
  private int skip;

  /**
   * @param pause lets that many steps happen meanwhile
   */
  CallInterceptor(IntConsumer pause) {
    this.pause = pause;
  }

  synchronized void plan(@Nullable Trouble trouble) {
    planned = trouble;
    skip = trouble == null ? 0 : trouble.skip();
  }

  /**
   * Makes a call.
   *
   * @param away what it throws where nobody answers
   * @param foreignWrite what somebody else does to the same object
   */
  <T> T call(
      Point point,
      Supplier<T> call,
      Supplier<? extends RuntimeException> away,
      Runnable foreignWrite) {
    Effect effect = next(point);
    if (effect == null) {
      return call.get();
    }
    switch (effect) {
      case DIE_BEFORE -> throw new ProcessDeath(point.toString());
      case FAIL_BEFORE -> throw away.get();
      case FOREIGN_WRITE -> foreignWrite.run();
      case DIE_AFTER, FAIL_AFTER, PAUSE -> {}
    }
    T result = call.get();
    if (effect == Effect.DIE_AFTER) {
      throw new ProcessDeath(point.toString());
    }
    if (effect == Effect.FAIL_AFTER) {
      throw away.get();
    }
    return result;
  }

  private @Nullable Effect next(Point point) {
    Trouble trouble;
    synchronized (this) {
      trouble = planned;
      if (trouble == null || trouble.at() != point || skip-- > 0) {
        return null;
      }
      if (trouble.effect() == Effect.PAUSE && Thread.currentThread() != thread) {
        // Calls that are made side by side go on: what happens meanwhile would race with them.
        return null;
      }
      planned = null;
    }
    if (trouble.effect() == Effect.PAUSE) {
      pause.accept(trouble.steps());
    }
    return trouble.effect();
  }
}
