/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.deploy;
import static io.berth.deploy.Apps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionTest {

  private static final Command DEPLOY = deploy(GOOD);
  private static final Command SCALE = new Scale(ANN, CART, 5);
  private static final Command REMOVE = new Remove(ANN, CART, "cart");

  @Test
  void deploy_leavesNothingOfWhatItReplaces() {
    assertThat(Succession.replaces(DEPLOY, deploy("shop/cart:0.9"))).isTrue();
    assertThat(Succession.replaces(DEPLOY, new Rollback(ANN, CART, null))).isTrue();
    assertThat(Succession.replaces(DEPLOY, new Restart(ANN, CART))).isTrue();
    assertThat(Succession.replaces(DEPLOY, new Stop(ANN, CART))).isTrue();
  }

  @Test
  void canary_needsWhatItBeginsBeside() {
    Canary steps = new Canary(List.of(new CanaryStep(10, null)));
    Command canary = new Deploy(ANN, CART, Apps.stepping("shop/cart:2", 3, steps), false);

    assertThat(Succession.replaces(canary, DEPLOY)).isFalse();
    assertThat(Succession.replaces(DEPLOY, canary)).isTrue();
  }

  @Test
  void deploy_needsTheScaleAndTheRemoveBeforeIt() {
    assertThat(Succession.replaces(DEPLOY, SCALE)).isFalse();
    assertThat(Succession.replaces(DEPLOY, REMOVE)).isFalse();
  }

  @Test
  void scale_needsTheDeployBeforeIt_notTheScale() {
    assertThat(Succession.replaces(SCALE, DEPLOY)).isFalse();
    assertThat(Succession.replaces(SCALE, new Scale(ANN, CART, 3))).isTrue();
  }

  @Test
  void rollback_isMeantFromWhatCameBefore() {
    assertThat(Succession.replaces(new Rollback(ANN, CART, null), DEPLOY)).isFalse();
  }

  @Test
  void remove_takesEverythingAway() {
    assertThat(Succession.replaces(REMOVE, DEPLOY)).isTrue();
    assertThat(Succession.replaces(REMOVE, SCALE)).isTrue();
  }

  @Test
  void commandThatMayDoNothing_replacesNothing() {
    CommandMeta guarded =
        new CommandMeta(
            "ann",
            null,
            ANN.deadline(),
            ANN.clusters(),
            ANN.order(),
            ANN.partialFailure(),
            3L,
            false);

    assertThat(Succession.replaces(new Deploy(guarded, CART, spec(GOOD, 3), false), DEPLOY))
        .isFalse();
  }
}
