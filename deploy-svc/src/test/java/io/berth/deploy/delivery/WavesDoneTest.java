/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.RecordedOperations;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.Situations;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.waves.Fleet;
import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A command that succeeded here, and may have to be taken back for what happens in dc-b. */
class WavesDoneTest {

  private Instant wall = NOON;
  private long nanos;
  private final SteadyTime time = new SteadyTime(() -> wall, () -> nanos);
  private final Map<String, Word> words = new HashMap<>();
  private final List<Order> goBack = new ArrayList<>();
  private final Order order = Situations.order(new Scale(everywhere(), CART, 4));
  private final WavesDone done =
      new WavesDone("dc-a", (_, _) -> new Fleet(words, List.of()), compensation(), time);

  @Test
  void K13_clockSetForward_doesNotForgetIt() {
    begin();
    wall = wall.plus(Duration.ofHours(1));
    look();
    assertThat(goBack).isEmpty();

    words.put("dc-b", word(Verdict.FAILED));
    look();
    assertThat(goBack).containsExactly(order);
  }

  @Test
  void verdictLongBehindTheDeadline_isNotWaitedFor() {
    begin();
    Duration tooLong = Duration.between(NOON, order.deadline()).plus(Duration.ofMinutes(2));
    wall = wall.plus(tooLong);
    nanos += tooLong.toNanos();
    look();

    words.put("dc-b", word(Verdict.FAILED));
    look();
    assertThat(goBack).isEmpty();
  }

  private void begin() {
    words.put("dc-a", word(Verdict.SUCCEEDED));
    done.watch(order);
    look();
  }

  private void look() {
    done.look((failed, _) -> goBack.add(failed));
  }

  private static Word word(Verdict verdict) {
    return new Word(verdict, NOON, "so it ended", null);
  }

  private static CommandMeta everywhere() {
    return new CommandMeta(
        "ann",
        null,
        ANN.deadline(),
        List.of("dc-a", "dc-b"),
        ANN.order(),
        new PartialFailurePolicy.All(),
        null,
        false);
  }

  private Compensation compensation() {
    var operations = new RecordedOperations(new ArrayList<>(), _ -> {});
    Cluster cluster = new NoCluster();
    return new Compensation(
        "dc-a",
        new Planner(new Rules(PolicyParameters.standard())),
        cluster,
        operations,
        new Follower(
            "dc-a",
            new RolloutDecider(Patience.standard()),
            new Shown(),
            cluster,
            operations,
            new Unheard(),
            time),
        time);
  }
}
