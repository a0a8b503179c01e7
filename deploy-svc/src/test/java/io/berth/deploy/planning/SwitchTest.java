/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.order;
import static io.berth.deploy.planning.Situations.release;
import static io.berth.deploy.planning.Situations.running;
import static io.berth.deploy.planning.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
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
class SwitchTest {

  private static final AppSpec GREEN =
      Apps.stepping("shop/cart:2.0.0", 4, new BlueGreen(true, Duration.ofMinutes(5)));

  private final Planner planner = new Planner(new Rules(PolicyParameters.standard()));

  @Test
  void preview_isAsLargeAsTheApplication_andTheServiceDoesNotLeadToIt() {
    Plan.Write plan = begin();

    assertThat(deployment(plan, "cart-preview").getSpec().getReplicas()).isEqualTo(4);
    assertThat(deployment(plan, "cart-preview").getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Marks.SLOT, "preview");
    assertThat(deployment(plan, "cart").getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Marks.SLOT, "live");
    assertThat(slot(plan)).isEqualTo("live");
    assertThat(plan.notes())
        .contains("Release 2 begins as Deployment/cart-preview, beside release 1.");
  }

  @Test
  void switch_turnsTheServiceAlone() {
    Plan.Write plan = next(stood(begin()));

    assertThat(slot(plan)).isEqualTo("preview");
    assertThat(deployment(plan, "cart").getMetadata().getAnnotations())
        .containsEntry(Marks.RELEASE, "1");
    assertThat(deployment(plan, "cart").getSpec().getReplicas()).isEqualTo(4);
    assertThat(deployment(plan, "cart-preview").getSpec().getReplicas()).isEqualTo(4);
  }

  @Test
  void end_replacesTheKeptPods_whileThePreviewServes_andTurnsTheServiceThen() {
    Plan.Write switched = next(stood(begin()));
    Plan.Write replaced = next(stood(switched));
    Plan.Write over = next(replaced);

    assertThat(slot(replaced)).isEqualTo("preview");
    assertThat(deployment(replaced, "cart").getMetadata().getAnnotations())
        .containsEntry(Marks.RELEASE, "2");
    assertThat(slot(over)).isEqualTo("live");
    assertThat(over.wanted().beside()).isNull();
    assertThat(over.wanted().release().number()).isEqualTo(2);
    assertThat(over.wanted().replicas()).isEqualTo(4);
  }

  @Test
  void promote_switches_andOnceMore_givesTheWayBackUp() {
    Situation ready = after(stood(begin()));
    Plan.Write switched = write(new Promote(ANN, CART), ready);
    Plan.Write ended = write(new Promote(ANN, CART), after(stood(switched)));

    assertThat(slot(switched)).isEqualTo("preview");
    assertThat(switched.wanted().origin().commandId()).isEqualTo("command-deploy");
    assertThat(ended.wanted().release().number()).isEqualTo(2);
  }

  @Test
  void abortOrRollback_whileTheWayBackIsOpen_turnsTheServiceToTheOldPodsAtOnce() {
    Situation switched = after(stood(next(stood(begin()))));

    for (Command back : List.of(new Abort(ANN, CART), new Rollback(ANN, CART, null), toFirst())) {
      Plan.Write plan = write(back, switched);

      assertThat(slot(plan)).isEqualTo("live");
      assertThat(plan.wanted().release().number()).isEqualTo(1);
      assertThat(plan.wanted().beside()).isNull();
    }
  }

  @Test
  void deploy_whileTheWayBackIsOpen_isRefused_andSaysHowToEndIt() {
    Situation switched = after(stood(next(stood(begin()))));

    Plan plan = planner.plan(order(new Deploy(ANN, CART, GREEN, false)), switched);

    assertThat(((Plan.Refuse) plan).violations().getFirst().found())
        .isEqualTo("release 2 in service, release 1 kept for the way back");
    assertThat(((Plan.Refuse) plan).violations().getFirst().toString())
        .contains("Promote gives the way back up at once, Abort takes it");
  }

  @Test
  void stop_whileTheWayBackIsOpen_keepsTheReleaseThatServed() {
    Plan.Write plan = write(new Stop(ANN, CART), after(stood(next(stood(begin())))));

    assertThat(plan.wanted().release().number()).isEqualTo(2);
    assertThat(plan.wanted().stoppedFrom()).isEqualTo(4);
  }

  private static Rollback toFirst() {
    return new Rollback(ANN, CART, 1L);
  }

  private Plan.Write begin() {
    Order given =
        new Order(
            "command-deploy",
            new Deploy(ANN, CART, GREEN, false),
            NOON.plusSeconds(10),
            new Position("berth.commands", 1, 50));
    return (Plan.Write) planner.plan(given, running(release(1)));
  }

  private static Plan.Write stood(Plan.Write plan) {
    Situation now = after(plan);
    return StagePlans.same(now.live(), now, 4, 4, NOON.plusSeconds(20));
  }

  private static Plan.Write next(Plan.Write plan) {
    Situation now = after(plan);
    return StagePlans.next(now.live(), now, now.live().origin(), null);
  }

  private static Situation after(Plan.Write plan) {
    Release second =
        plan.wanted().beside() == null ? plan.wanted().release() : plan.wanted().beside().release();
    LiveApp live = LiveApp.of((Deployment) plan.objects().getLast()).orElseThrow();
    return situation(live, new Releases(List.of(release(1), second)), false);
  }

  private Plan.Write write(Command command, Situation situation) {
    return (Plan.Write) planner.plan(order(command), situation);
  }

  private static Deployment deployment(Plan.Write plan, String name) {
    return plan.objects().stream()
        .filter(object -> object instanceof Deployment)
        .filter(object -> object.getMetadata().getName().equals(name))
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String slot(Plan.Write plan) {
    return plan.objects().stream()
        .filter(object -> object instanceof Service)
        .map(object -> ((Service) object).getSpec().getSelector().get(Marks.SLOT))
        .findFirst()
        .orElseThrow();
  }
}
