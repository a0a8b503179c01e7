/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.commands.TestFacts.facts;
import static io.berth.deploy.commands.TestFacts.releaseBy;
import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.planning.TestSnapshots.terminating;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Releases;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Remove;
import io.berth.events.operation.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a Remove that was read before. */
class CommandDeciderRemovalTest {

  private static final ClusterSnapshot RUNNING = running(release(1), release(2));
  private static final ReceivedCommand REMOVE =
      command("remove", new Remove(ANN, CART, "cart"), 50);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void acceptedRemove_ofAnApplicationThatIsGone_hasSucceeded() {
    assertThat(decide(REMOVE, facts().accepted().cached(empty())))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(REMOVE, facts().accepted().fresh(empty())))
        .isEqualTo(new CommandDecision.AlreadyRemoved());
    assertThat(rules(decide(REMOVE, facts().fresh(empty())))).containsExactly("app-exists");
  }

  @Test
  void appliedRemove_isFollowed_whileItsObjectsAreHeld_andWhenTheyAreGone() {
    ClusterSnapshot held = with(terminating(live(release(3), 3)));

    for (TestFacts facts :
        List.of(
            facts().applied().cached(held),
            facts().applied().fresh(held),
            facts().applied().cached(RUNNING),
            facts().applied().cached(empty()),
            facts().applied().fresh(empty()))) {
      assertThat(decide(REMOVE, facts)).isEqualTo(new CommandDecision.ResumeRemoval());
    }
  }

  @Test
  void appliedRemove_isOvertaken_byACommandThatDeployedItAgain() {
    assertThat(decide(REMOVE, facts().applied().cached(with(live(releaseBy("next", 60), 3)))))
        .isEqualTo(new CommandDecision.AlreadyOvertaken("next"));
  }

  @Test
  void acceptedRemove_deletesAgain_whereSomethingIsLeft() {
    ClusterSnapshot left =
        empty().withRemaining(List.of(new RemainingObject("Service/cart", true, List.of("a"))));

    for (ClusterSnapshot snapshot : List.of(left, with(terminating(live(release(3), 3))))) {
      assertThat(decide(REMOVE, facts().accepted().fresh(snapshot)))
          .isInstanceOf(CommandDecision.Delete.class);
    }
  }

  @Test
  void acceptedRemove_thatExpectedARelease_deletesAgain_thoughItsReleasesAreGone() {
    CommandMeta expecting =
        new CommandMeta(
            "ann",
            null,
            ANN.deadline(),
            ANN.clusters(),
            ANN.order(),
            ANN.partialFailure(),
            3L,
            false);
    ReceivedCommand remove = command("remove", new Remove(expecting, CART, "cart"), 50);
    ClusterSnapshot halfway = situation(live(release(3), 3), Releases.none(), false);

    assertThat(rules(decide(remove, facts().fresh(halfway)))).containsExactly("expected-release");
    assertThat(decide(remove, facts().accepted().fresh(halfway)))
        .isInstanceOf(CommandDecision.Delete.class);
    assertThat(rules(decide(remove, facts().accepted().fresh(RUNNING))))
        .as("another release was deployed while it waited for its wave")
        .containsExactly("expected-release");
  }

  private CommandDecision decide(ReceivedCommand received, TestFacts facts) {
    return CommandDecider.decide(planner, received, facts.make());
  }

  private static List<String> rules(CommandDecision decision) {
    return ((CommandDecision.Reject) decision).violations().stream().map(Violation::rule).toList();
  }

  private static ClusterSnapshot with(ObservedApp live) {
    return situation(live, new Releases(List.of(release(3))), false);
  }
}
