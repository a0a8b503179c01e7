/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.TestApps;
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

class SupersedePolicyTest {

  private static final Command DEPLOY = deploy(GOOD);
  private static final Command SCALE = new Scale(ANN, CART, 5);
  private static final Command REMOVE = new Remove(ANN, CART, "cart");

  @Test
  void deploy_supersedesWhatItReplaces() {
    assertThat(SupersedePolicy.replaces(DEPLOY, deploy("shop/cart:0.9"))).isTrue();
    assertThat(SupersedePolicy.replaces(DEPLOY, new Rollback(ANN, CART, null))).isTrue();
    assertThat(SupersedePolicy.replaces(DEPLOY, new Restart(ANN, CART))).isTrue();
    assertThat(SupersedePolicy.replaces(DEPLOY, new Stop(ANN, CART))).isTrue();
  }

  @Test
  void canary_doesNotSupersedeItsBase() {
    Canary steps = new Canary(List.of(new CanaryStep(10, null)));
    Command canary = new Deploy(ANN, CART, TestApps.stepping("shop/cart:2", 3, steps), false);

    assertThat(SupersedePolicy.replaces(canary, DEPLOY)).isFalse();
    assertThat(SupersedePolicy.replaces(DEPLOY, canary)).isTrue();
  }

  @Test
  void deploy_doesNotSupersedeScaleOrRemove() {
    assertThat(SupersedePolicy.replaces(DEPLOY, SCALE)).isFalse();
    assertThat(SupersedePolicy.replaces(DEPLOY, REMOVE)).isFalse();
  }

  @Test
  void scale_supersedesScale_butNotDeploy() {
    assertThat(SupersedePolicy.replaces(SCALE, DEPLOY)).isFalse();
    assertThat(SupersedePolicy.replaces(SCALE, new Scale(ANN, CART, 3))).isTrue();
  }

  @Test
  void rollback_supersedesNothing() {
    assertThat(SupersedePolicy.replaces(new Rollback(ANN, CART, null), DEPLOY)).isFalse();
  }

  @Test
  void remove_supersedesEverything() {
    assertThat(SupersedePolicy.replaces(REMOVE, DEPLOY)).isTrue();
    assertThat(SupersedePolicy.replaces(REMOVE, SCALE)).isTrue();
  }

  @Test
  void conditionalCommand_supersedesNothing() {
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

    assertThat(SupersedePolicy.replaces(new Deploy(guarded, CART, spec(GOOD, 3), false), DEPLOY))
        .isFalse();
  }
}
