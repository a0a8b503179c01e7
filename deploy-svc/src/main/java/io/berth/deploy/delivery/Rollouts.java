/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.Step;
import io.berth.events.AppRef;
import io.berth.events.operation.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The roll-outs that are followed, one for each application. */
final class Rollouts {

  private final Map<AppRef, Running> running = new ConcurrentHashMap<>();

  /**
   * A roll-out and what was told of it last.
   *
   * @param judged how it ended, where that is decided and not told yet: it stays decided
   */
  record Running(Rollout rollout, @Nullable Progress told, Instant toldAt, @Nullable Step judged) {

    static Running untold(Rollout rollout) {
      return new Running(rollout, null, Instant.EPOCH, null);
    }

    String commandId() {
      return rollout.origin().commandId();
    }

    String position() {
      return rollout.origin().position();
    }
  }

  @Nullable Running of(AppRef app) {
    return running.get(app);
  }

  void begin(Rollout rollout) {
    running.put(rollout.app(), Running.untold(rollout));
  }

  void beginIfNone(Rollout rollout) {
    running.putIfAbsent(rollout.app(), Running.untold(rollout));
  }

  void told(Running now, Progress progress, Instant asOf) {
    running.replace(now.rollout().app(), now, new Running(now.rollout(), progress, asOf, null));
  }

  void judged(Running now, Step step) {
    running.replace(
        now.rollout().app(), now, new Running(now.rollout(), now.told(), now.toldAt(), step));
  }

  void end(Running now) {
    running.remove(now.rollout().app(), now);
  }

  /** Where this one is followed, and not a newer one already. */
  void end(Rollout rollout) {
    running.computeIfPresent(
        rollout.app(),
        (_, now) ->
            now.rollout().origin().commandId().equals(rollout.origin().commandId()) ? null : now);
  }

  void forget(Predicate<Running> which) {
    running.values().removeIf(which);
  }

  Set<AppRef> apps() {
    return Set.copyOf(running.keySet());
  }
}
