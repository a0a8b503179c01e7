/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.Lateness;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.planning.Order;
import io.berth.deploy.queue.Lanes;
import io.berth.events.AppRef;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at applications of which there is news: one look at a time for each, and one that waits.
 */
final class Looks implements AutoCloseable {

  private static final int AT_ONCE = 16;
  private static final int LATES_AT_ONCE = 4;
  private static final long REST_MS_A_POD = 2;
  private static final long LONGEST_REST_MS = 1000;

  private final WatchedCluster view;
  private final Consumer<AppRef> look;
  private final Lanes<AppRef> lanes = new Lanes<>("look", AT_ONCE, this::rest);
  private final Lanes<String> lates = new Lanes<>("late", LATES_AT_ONCE);

  Looks(WatchedCluster view, Consumer<AppRef> look) {
    this.view = view;
    this.look = look;
  }

  /** As soon as every object is known. */
  void soon(AppRef app) {
    if (view.complete()) {
      lanes.nudge(app, () -> look.accept(app));
    }
  }

  /** Its deadline has passed; that is told whatever else is to be looked at. */
  void late(Order order, Lateness lateness) {
    lates.nudge(order.id(), () -> lateness.tell(order));
  }

  /** Applications of which there was news while they were looked at. */
  int waiting() {
    return lanes.waiting();
  }

  /**
   * A look costs as much as there are pods; news of many of them comes without end. Few pods make
   * no delay that anybody notices, and no delay is longer than the time between two ticks.
   */
  private Duration rest(AppRef app) {
    return Duration.ofMillis(Math.min(LONGEST_REST_MS, REST_MS_A_POD * view.pods(app).size()));
  }

  @Override
  public void close() {
    lanes.close();
    lates.close();
  }
}
