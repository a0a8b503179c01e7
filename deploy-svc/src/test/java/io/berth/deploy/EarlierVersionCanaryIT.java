/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Roll-outs in steps that an earlier version began, whose Deployments had names that an application
 * can have: {@code <app>-canary}, {@code <app>-preview}.
 */
class EarlierVersionCanaryIT {

  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofHours(1));
  private static final String NEXT = "registry.example/shop/cart:2.0.0";

  @AutoClose private static final Harness berth = Harness.running();
  private static String promoted;
  private static String switched;

  @BeforeAll
  static void upgrade() {
    promoted = canary("promoted");
    Stream.of("aborted", "replaced", "removed", "renewed", "first", "left")
        .forEach(EarlierVersionCanaryIT::canary);
    switched = preview("switched");
    succeeded(deploy(shop("right-canary"), GOOD));
    succeeded(deploy(shop("right"), GOOD));

    berth.stop();
    Stream.of("promoted", "aborted", "replaced", "removed", "renewed", "first", "left")
        .forEach(it -> age(it, "canary"));
    age("switched", "preview");
    end("left");
    berth.start();
  }

  @Test
  void startedCanary_isCompletedAbortedOrTakenOver_underItsExistingName() {
    succeeded(new Promote(ANN, shop("promoted")));
    succeeded(new Promote(ANN, shop("switched")));
    succeeded(new Abort(ANN, shop("aborted")));
    succeeded(deploy(shop("replaced"), "registry.example/shop/cart:3.0.0"));
    succeeded(new Remove(ANN, shop("removed"), "removed"));
    String renewed = berth.send(stepping("renewed", "registry.example/shop/cart:3.0.0"));
    berth.awaitPromote(renewed);
    assertThat(berth.image(shop("renewed-canary"))).startsWith("registry.example/shop/cart:3");
    assertThat(berth.live(shop("renewed--canary"))).isNull();
    succeeded(new Promote(ANN, shop("renewed")));

    for (String id : List.of(promoted, switched, renewed)) {
      assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }
    for (String app : List.of("promoted", "aborted", "replaced", "removed", "renewed")) {
      await().until(() -> berth.live(shop(app + "-canary")) == null);
      assertThat(berth.live(shop(app + "--canary"))).isNull();
    }
    await().until(() -> berth.live(shop("switched-preview")) == null);
    assertThat(berth.image(shop("promoted"))).startsWith(NEXT);
    assertThat(berth.image(shop("switched"))).startsWith(NEXT);
    assertThat(berth.image(shop("aborted"))).startsWith(GOOD);
  }

  @Test
  void startedCanary_blocksAnApplicationOfItsName_untilItEnds() {
    String second = berth.send(deploy(shop("first-canary"), GOOD));

    assertThat(berth.rejected(second).violations())
        .extracting(Violation::rule, Violation::found)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "object-owner",
                "Deployment/first-canary in namespace shop, which belongs to the canary of"
                    + " shop/first"));
    succeeded(new Abort(ANN, shop("first")));
    await().until(() -> berth.live(shop("first-canary")) == null);
    succeeded(deploy(shop("first-canary"), GOOD));
    String again = berth.send(stepping("first", NEXT));
    berth.awaitPromote(again);
    succeeded(new Promote(ANN, shop("first")));
    await().until(() -> berth.live(shop("first--canary")) == null);
    assertThat(berth.image(shop("first-canary"))).startsWith(GOOD);
  }

  @Test
  void leftoverCanary_isDeleted_whileAnApplicationOfThatNameStays() {
    await().until(() -> berth.live(shop("left-canary")) == null);
    succeeded(deploy(shop("right"), NEXT));
    assertThat(berth.image(shop("right-canary"))).startsWith(GOOD);
  }

  /** It is over, but for its Deployment, which was not deleted. */
  private static void end(String name) {
    Deployment own = berth.live(shop(name));
    own.getMetadata()
        .getAnnotations()
        .keySet()
        .removeAll(
            List.of(
                Annotations.TRACK,
                Annotations.STEP,
                Annotations.STEP_SINCE,
                Annotations.TOTAL,
                Annotations.PARALLEL_RELEASE,
                Annotations.PROMOTED_BY));
    berth.cluster.resource(own).update();
  }

  private static String canary(String name) {
    succeeded(new Deploy(ANN, shop(name), spec(GOOD, 3), false));
    String id = berth.send(stepping(name, NEXT));
    berth.awaitPromote(id);
    return id;
  }

  private static String preview(String name) {
    succeeded(new Deploy(ANN, shop(name), spec(GOOD, 3), false));
    BlueGreen switchOver = new BlueGreen(true, Duration.ofSeconds(1));
    String id =
        berth.send(new Deploy(ANN, shop(name), TestApps.stepping(NEXT, 3, switchOver), false));
    berth.awaitPromote(id);
    return id;
  }

  private static Deploy stepping(String name, String image) {
    Canary steps = new Canary(List.of(new CanaryStep(50, null)));
    return new Deploy(ANN, shop(name), TestApps.stepping(image, 3, steps), false);
  }

  /** As an earlier version would have it: named with one dash, and known by its labels alone. */
  private static void age(String name, String track) {
    Deployment beside = berth.live(shop(name + "--" + track));
    berth.cluster.resource(beside).delete();
    await().until(() -> berth.live(shop(name + "--" + track)) == null);
    Deployment older =
        beside
            .edit()
            .editMetadata()
            .withName(name + "-" + track)
            .withResourceVersion(null)
            .withUid(null)
            .withManagedFields(List.of())
            .removeFromAnnotations(Annotations.APP)
            .endMetadata()
            .withStatus(null)
            .build();
    berth.cluster.resource(older).create();
    AppRef app = shop(name);
    Deployment own = berth.live(app);
    own.getMetadata().getAnnotations().remove(Annotations.PARALLEL_NAME);
    own.getMetadata().getAnnotations().remove(Annotations.APP);
    own.getMetadata().setManagedFields(null);
    HasMetadata written = berth.cluster.resource(own).update();
    assertThat(written.getMetadata().getAnnotations()).doesNotContainKey(Annotations.PARALLEL_NAME);
    await()
        .untilAsserted(
            () ->
                assertThat(berth.live(shop(name + "-" + track)).getStatus())
                    .isNotNull()
                    .extracting(DeploymentStatus::getAvailableReplicas)
                    .isEqualTo(berth.replicas(shop(name + "-" + track))));
  }

  private static void succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }
}
