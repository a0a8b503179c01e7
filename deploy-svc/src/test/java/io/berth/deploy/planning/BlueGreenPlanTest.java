/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.order;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.Stop;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written for the steps of a blue-green roll-out, and what commands mean amid it. */
class BlueGreenPlanTest {

  private static final AppSpec GREEN =
      TestApps.stepping("shop/cart:2.0.0", 4, new BlueGreen(true, Duration.ofMinutes(5)));

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void preview_hasFullSize_andIsNotSelectedByTheService() {
    Plan.Apply plan = start();

    assertThat(deployment(plan, "cart--preview").getSpec().getReplicas()).isEqualTo(4);
    assertThat(deployment(plan, "cart--preview").getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Annotations.SLOT, "preview");
    assertThat(deployment(plan, "cart").getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Annotations.SLOT, "live");
    assertThat(slot(plan)).isEqualTo("live");
    assertThat(plan.notes())
        .contains("Release 2 begins as Deployment/cart--preview, beside release 1.");
  }

  @Test
  void switchOver_changesOnlyTheService() {
    Plan.Apply plan = next(stood(start()));

    assertThat(slot(plan)).isEqualTo("preview");
    assertThat(deployment(plan, "cart").getMetadata().getAnnotations())
        .containsEntry(Annotations.RELEASE, "1");
    assertThat(deployment(plan, "cart").getSpec().getReplicas()).isEqualTo(4);
    assertThat(deployment(plan, "cart--preview").getSpec().getReplicas()).isEqualTo(4);
  }

  @Test
  void lastStep_replacesTheKeptPodsWhileThePreviewServes_thenSwitchesTheServiceBack() {
    Plan.Apply switched = next(stood(start()));
    Plan.Apply replaced = next(stood(switched));
    Plan.Apply over = next(replaced);

    assertThat(slot(replaced)).isEqualTo("preview");
    assertThat(deployment(replaced, "cart").getMetadata().getAnnotations())
        .containsEntry(Annotations.RELEASE, "2");
    assertThat(slot(over)).isEqualTo("live");
    assertThat(over.desired().parallel()).isNull();
    assertThat(over.desired().release().number()).isEqualTo(2);
    assertThat(over.desired().replicas()).isEqualTo(4);
  }

  @Test
  void promote_switchesOver_andASecondOneEndsTheRollbackWindow() {
    ClusterSnapshot ready = after(stood(start()));
    Plan.Apply switched = write(new Promote(ANN, CART), ready);
    Plan.Apply ended = write(new Promote(ANN, CART), after(stood(switched)));

    assertThat(slot(switched)).isEqualTo("preview");
    assertThat(switched.desired().command().commandId()).isEqualTo("command-deploy");
    assertThat(ended.desired().release().number()).isEqualTo(2);
  }

  @Test
  void abortOrRollback_duringTheRollbackWindow_switchesTheServiceToTheOldPodsAtOnce() {
    ClusterSnapshot switched = after(stood(next(stood(start()))));

    for (Command back : List.of(new Abort(ANN, CART), new Rollback(ANN, CART, null), toFirst())) {
      Plan.Apply plan = write(back, switched);

      assertThat(slot(plan)).isEqualTo("live");
      assertThat(plan.desired().release().number()).isEqualTo(1);
      assertThat(plan.desired().parallel()).isNull();
    }
  }

  @Test
  void deploy_duringTheRollbackWindow_isRejected_withAdvice() {
    ClusterSnapshot switched = after(stood(next(stood(start()))));

    Plan plan = planner.plan(order(new Deploy(ANN, CART, GREEN, false)), switched);

    assertThat(((Plan.Reject) plan).violations().getFirst().found())
        .isEqualTo("release 2 in service, release 1 kept for the way back");
    assertThat(((Plan.Reject) plan).violations().getFirst().toString())
        .contains("Promote gives the way back up at once, Abort takes it");
  }

  @Test
  void stop_duringTheRollbackWindow_keepsTheServingRelease() {
    Plan.Apply plan = write(new Stop(ANN, CART), after(stood(next(stood(start())))));

    assertThat(plan.desired().release().number()).isEqualTo(2);
    assertThat(plan.desired().stoppedFrom()).isEqualTo(4);
  }

  private static Rollback toFirst() {
    return new Rollback(ANN, CART, 1L);
  }

  private Plan.Apply start() {
    ReceivedCommand given =
        new ReceivedCommand(
            "command-deploy",
            new Deploy(ANN, CART, GREEN, false),
            NOON.plusSeconds(10),
            new RecordPosition("berth.commands", 1, 50));
    return (Plan.Apply) planner.plan(given, running(release(1)));
  }

  private static Plan.Apply stood(Plan.Apply plan) {
    ClusterSnapshot now = after(plan);
    return StagePlans.sameStep(now.live(), now, 4, 4, NOON.plusSeconds(20));
  }

  private static Plan.Apply next(Plan.Apply plan) {
    ClusterSnapshot now = after(plan);
    return StagePlans.next(now.live(), now, now.live().lastCommand(), null);
  }

  private static ClusterSnapshot after(Plan.Apply plan) {
    Release second =
        plan.desired().parallel() == null
            ? plan.desired().release()
            : plan.desired().parallel().release();
    ObservedApp live = ObservedApp.of((Deployment) plan.objects().getLast()).orElseThrow();
    return situation(live, new Releases(List.of(release(1), second)), false);
  }

  private Plan.Apply write(Command command, ClusterSnapshot snapshot) {
    return (Plan.Apply) planner.plan(order(command), snapshot);
  }

  private static Deployment deployment(Plan.Apply plan, String name) {
    return plan.objects().stream()
        .filter(object -> object instanceof Deployment)
        .filter(object -> object.getMetadata().getName().equals(name))
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String slot(Plan.Apply plan) {
    return plan.objects().stream()
        .filter(object -> object instanceof Service)
        .map(object -> ((Service) object).getSpec().getSelector().get(Annotations.SLOT))
        .findFirst()
        .orElseThrow();
  }
}
