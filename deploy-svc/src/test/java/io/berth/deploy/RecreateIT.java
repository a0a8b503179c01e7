/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.rollingBack;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.stepping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.ReadyPods;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.Recreate;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The strategy Recreate: the old pods end before the new ones start. */
@ExtendWith(SharedHarness.class)
class RecreateIT {

  private static final String NEXT = "registry.example/shop/cart:1.0.1";
  private static final String BAD = "registry.example/shop/cart:1-crash";
  private static final String HOLD = "x.example.com/hold";

  private static final Harness berth = SharedHarness.get();

  @Test
  void recreate_neverRunsTwoReleases_andARollbackGoesBackToTheFormerStrategy() {
    AppRef app = shop("alone");
    succeeds(app, spec(GOOD, 3));
    List<Set<String>> states;
    try (ReadyPods ready = new ReadyPods(berth.cluster, app)) {
      succeeds(app, stepping(NEXT, 3, new Recreate()));
      states = List.copyOf(ready.states());
      assertThat(ready.faults()).isEmpty();
    }

    assertThat(states).anySatisfy(pods -> assertThat(pods).isEmpty());
    assertThat(states)
        .allSatisfy(
            pods ->
                assertThat(pods.stream().map(RecreateIT::replicaSet).distinct().count())
                    .isLessThan(2));
    assertThat(strategy(app).getType()).isEqualTo("Recreate");
    assertThat(strategy(app).getRollingUpdate()).isNull();

    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, 1L))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(strategy(app).getType()).isEqualTo("RollingUpdate");
  }

  @Test
  void oldPodThatDoesNotEnd_isNamedAtTheDeadline() {
    AppRef app = shop("clinging");
    succeeds(app, spec(GOOD, 3));
    Pod held = podOf(app);
    ForeignEditor.hold(berth.cluster, held, HOLD);

    Concluded verdict =
        berth.concluded(
            berth.send(
                new Deploy(
                    ANN.withDeadline(Duration.ofSeconds(20)),
                    app,
                    stepping(NEXT, 3, new Recreate()),
                    false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.STUCK_TERMINATING);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(
            evidence ->
                assertThat(evidence.object()).isEqualTo("Pod/" + held.getMetadata().getName()));
    ForeignEditor.hold(berth.cluster, held);
  }

  @Test
  void badRelease_isRolledBack_whereThatIsAskedFor() {
    AppRef app = shop("recovering");
    succeeds(app, stepping(GOOD, 3, new Recreate()));

    Concluded verdict =
        berth.concluded(
            berth.send(new Deploy(ANN, app, rollingBack(stepping(BAD, 3, new Recreate())), false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.CONTAINER_CRASHED);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Integer.valueOf(3).equals(berth.live(app).getStatus().getAvailableReplicas()));
  }

  private static void succeeds(AppRef app, AppSpec spec) {
    Concluded verdict = berth.concluded(berth.send(new Deploy(ANN, app, spec, false)));
    assertThat(verdict.verdict()).as("%s", verdict.diagnosis()).isEqualTo(Verdict.SUCCEEDED);
  }

  private static String replicaSet(String pod) {
    return pod.substring(0, pod.lastIndexOf('-'));
  }

  private static Pod podOf(AppRef app) {
    return berth
        .cluster
        .pods()
        .inNamespace("shop")
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .getFirst();
  }

  private static DeploymentStrategy strategy(AppRef app) {
    return berth.live(app).getSpec().getStrategy();
  }
}
