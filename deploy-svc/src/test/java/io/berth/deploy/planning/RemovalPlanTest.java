/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.order;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.planning.TestSnapshots.terminating;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Releases;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans about objects that are being deleted, or are left of a deletion. */
class RemovalPlanTest {

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void remove_deletesWhatIsLeftWithoutADeployment() {
    var left =
        empty().withRemaining(List.of(new RemainingObject("Service/cart", false, List.of())));

    assertThat(planner.plan(order(new Remove(ANN, CART, "cart")), left))
        .isEqualTo(new Plan.Delete(CART));
    assertThat(refusal(new Remove(ANN, CART, "cart"), empty())).containsExactly("app-exists");
  }

  @Test
  void remove_deletesAnApplicationAgainThatIsHeld() {
    assertThat(planner.plan(order(new Remove(ANN, CART, "cart")), held()))
        .isEqualTo(new Plan.Delete(CART));
  }

  @Test
  void applicationThatIsBeingDeleted_isNotWritten() {
    for (Command command :
        List.of(
            deploy(GOOD),
            new Scale(ANN, CART, 5),
            new Restart(ANN, CART),
            new Stop(ANN, CART),
            new Rollback(ANN, CART, null))) {
      assertThat(((Plan.Reject) planner.plan(order(command), held())).violations())
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.rule()).isEqualTo("object-terminating");
                assertThat(violation.found()).contains("Deployment/cart", "x.example.com/hold");
                assertThat(violation.help()).contains("kubectl -n shop patch deployment/cart");
              });
    }
  }

  @Test
  void namespaceThatIsBeingDeleted_takesNothing() {
    var terminating =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("shop")
            .withDeletionTimestamp(TestSnapshots.NOON.toString())
            .endMetadata()
            .build();
    var now =
        new ClusterSnapshot(
            "dc-a",
            true,
            Environment.PROD,
            null,
            null,
            Releases.none(),
            io.berth.deploy.policy.QuotaHeadroom.UNBOUNDED,
            false,
            true,
            TerminatingObject.violation(terminating).orElseThrow(),
            TestSnapshots.KUBERNETES,
            List.of());

    assertThat(refusal(deploy(GOOD), now)).containsExactly("object-terminating");
    assertThat(refusal(new EnsureNamespace(ANN, "shop", Environment.QA, "team-cart", null), now))
        .containsExactly("object-terminating");
    assertThat(refusal(new Scale(ANN, CART, 5), now)).containsExactly("app-exists");
  }

  private List<String> refusal(Command command, ClusterSnapshot snapshot) {
    return ((Plan.Reject) planner.plan(order(command), snapshot))
        .violations().stream().map(Violation::rule).toList();
  }

  private static ClusterSnapshot held() {
    return situation(
        terminating(live(release(2), 3)), new Releases(List.of(release(1), release(2))), false);
  }
}
