/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupersedePolicyTest {

  private static final Command DEPLOY = deploy(GOOD);
  private static final Command SCALE = new Scale(ANN, CART, 5);
  private static final Command REMOVE = new Remove(ANN, CART, "cart");

  private static final Map<String, Command> COMMANDS =
      Stream.of(
              DEPLOY,
              new Rollback(ANN, CART, null),
              SCALE,
              new Restart(ANN, CART),
              new Stop(ANN, CART),
              REMOVE,
              new Pause(ANN, CART),
              new Resume(ANN, CART),
              new Promote(ANN, CART),
              new Abort(ANN, CART),
              new EnsureNamespace(ANN, "shop", Environment.QA, "ann", null))
          .collect(toMap(Command::verb, Function.identity()));

  /** The newer command, and the older ones that it replaces, in the queue. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy           | deploy rollback restart stop pause resume
          rollback         |
          scale            | scale
          restart          | restart
          stop             |
          remove           | deploy rollback restart scale stop pause resume
          pause            |
          resume           |
          promote          |
          abort            |
          ensure-namespace |
          """)
  void queuedCommand_isSkipped(String newer, @Nullable String skipped) {
    assertThat(replaced(newer, SupersedePolicy::replaces)).isEqualTo(verbs(skipped));
  }

  /**
   * The same for a command that waits for its wave. What is not listed has to wait for that one.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy           | deploy rollback scale restart stop remove pause resume promote abort
          rollback         | deploy rollback scale restart stop remove pause resume promote abort
          scale            | scale
          restart          | restart
          stop             | deploy rollback scale restart stop remove pause resume promote abort
          remove           | deploy rollback scale restart stop remove pause resume promote abort
          pause            | pause resume
          resume           | pause resume
          promote          | promote
          abort            | deploy rollback scale restart stop remove pause resume promote abort
          ensure-namespace | ensure-namespace
          """)
  void parkedCommand_isEnded(String newer, String ended) {
    assertThat(replaced(newer, SupersedePolicy::replacesParked)).isEqualTo(verbs(ended));
  }

  private static Set<String> replaced(String newer, BiPredicate<Command, Command> policy) {
    return COMMANDS.values().stream()
        .filter(older -> policy.test(COMMANDS.get(newer), older))
        .map(Command::verb)
        .collect(toSet());
  }

  private static Set<String> verbs(@Nullable String list) {
    return list == null ? Set.of() : Set.of(list.split(" "));
  }

  /** A namespace and an application of its name have one key. */
  @Test
  void subjectsOfOneName_areDifferent() {
    AppRef shop = new AppRef("shop", "shop");
    Command namespace = new EnsureNamespace(ANN, "shop", Environment.QA, "ann", null);

    for (Command command : List.of(deploy(shop, GOOD), new Remove(ANN, shop, "shop"))) {
      assertThat(command.key()).isEqualTo(namespace.key());
      assertThat(SupersedePolicy.replacesParked(namespace, command)).isFalse();
      assertThat(SupersedePolicy.replacesParked(command, namespace)).isFalse();
      assertThat(SupersedePolicy.replaces(command, namespace)).isFalse();
    }
  }

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
