/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.live;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.RecordedOperations;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.queue.Backlog;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wall clock that is set by an hour while commands are under way; each has a minute. */
class ClockJumpTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private Instant wall = NOON;
  private long nanos;
  private final SteadyTime time = new SteadyTime(() -> wall, () -> nanos);
  private final List<Operation> said = new ArrayList<>();
  private final Shown view = new Shown();
  private final LiveApp running = live(release(1), 3);
  private final Follower follower =
      new Follower(
          "dc-a",
          new RolloutDecider(Patience.standard()),
          view,
          new NoCluster(),
          new RecordedOperations(said, _ -> {}),
          new Unheard(),
          time);

  @BeforeEach
  void begin() {
    view.only(List.of(running.deployment()));
    follower.follow(Rollout.of(running));
    follower.look(CART);
  }

  @Test
  void clockSetForward_endsNoRollout_beforeItsTimeHasPassed() {
    wall = wall.plus(HOUR);
    follower.look(CART);
    assertThat(verdicts()).isEmpty();

    pass(Duration.ofSeconds(60));
    follower.look(CART);
    assertThat(verdicts()).containsExactly(Verdict.TIMED_OUT);
  }

  @Test
  void clockSetBack_givesNoRolloutAnHourMore() {
    wall = wall.minus(HOUR);
    pass(Duration.ofSeconds(60));
    follower.look(CART);

    assertThat(verdicts()).containsExactly(Verdict.TIMED_OUT);
  }

  @Test
  void commandThatWaitsItsTurn_isLate_whenItsTimeHasPassed_whateverTheClockSays() {
    Backlog backlog = new Backlog(Tenure.ALL);
    Order order = Situations.order(new Scale(ANN, CART, 4));
    backlog.arrived(order);
    assertThat(backlog.late(time::asOf)).isEmpty();

    wall = wall.plus(HOUR);
    assertThat(backlog.late(time::asOf)).isEmpty();

    wall = wall.minus(HOUR).minus(HOUR);
    pass(Duration.between(NOON, order.deadline()));
    assertThat(backlog.late(time::asOf)).containsExactly(order);
  }

  private void pass(Duration some) {
    wall = wall.plus(some);
    nanos += some.toNanos();
  }

  private List<Verdict> verdicts() {
    return said.stream()
        .filter(Concluded.class::isInstance)
        .map(word -> ((Concluded) word).verdict())
        .toList();
  }
}
