/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.AppRef;
import io.berth.events.operation.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The roll-outs in progress, one for each application. */
final class TrackedRollouts {

  private final Map<AppRef, TrackedRollout> byApp = new ConcurrentHashMap<>();

  /**
   * A roll-out and what was last published about it.
   *
   * @param decided its final status, where that is decided and not published yet: it is not decided
   *     again
   */
  record TrackedRollout(
      Rollout rollout,
      @Nullable Progress published,
      Instant publishedAt,
      @Nullable RolloutStatus decided) {

    static TrackedRollout started(Rollout rollout) {
      return new TrackedRollout(rollout, null, Instant.EPOCH, null);
    }

    String commandId() {
      return rollout.command().commandId();
    }

    String position() {
      return rollout.command().position();
    }
  }

  @Nullable TrackedRollout get(AppRef app) {
    return byApp.get(app);
  }

  /** A roll-out that is tracked already continues: its command may have been redelivered. */
  void add(Rollout rollout, Instant asOf) {
    byApp.compute(
        rollout.app(),
        (_, active) ->
            active != null && active.rollout().equals(rollout.since(active.rollout().since()))
                ? active
                : TrackedRollout.started(rollout.since(asOf)));
  }

  boolean addIfAbsent(Rollout rollout, Instant asOf) {
    return byApp.putIfAbsent(rollout.app(), TrackedRollout.started(rollout.since(asOf))) == null;
  }

  void progressPublished(TrackedRollout active, Progress progress, Instant asOf) {
    byApp.replace(
        active.rollout().app(), active, new TrackedRollout(active.rollout(), progress, asOf, null));
  }

  void decided(TrackedRollout active, RolloutStatus status) {
    byApp.replace(
        active.rollout().app(),
        active,
        new TrackedRollout(active.rollout(), active.published(), active.publishedAt(), status));
  }

  void remove(TrackedRollout active) {
    byApp.remove(active.rollout().app(), active);
  }

  /** Removes this roll-out, but not a newer one of the application. */
  void remove(Rollout rollout) {
    byApp.computeIfPresent(
        rollout.app(),
        (_, active) ->
            active.rollout().command().commandId().equals(rollout.command().commandId())
                ? null
                : active);
  }

  void removeIf(Predicate<TrackedRollout> which) {
    byApp.values().removeIf(which);
  }

  Set<AppRef> apps() {
    return Set.copyOf(byApp.keySet());
  }
}
