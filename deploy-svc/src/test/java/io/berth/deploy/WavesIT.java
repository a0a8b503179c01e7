/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.shop;
import static io.berth.deploy.Apps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.command.Abort;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.localstack.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two clusters, each with its own service, that know of each other by the topics alone. */
class WavesIT {

  private static final String PREFIX = TestStack.shared().freshTopicPrefix();

  @AutoClose private static final Harness dcA = Harness.idle("dc-a", PREFIX, List.of());
  @AutoClose private static final Harness dcB = Harness.idle("dc-b", PREFIX, List.of());

  @BeforeAll
  static void start() {
    dcA.start();
    dcB.start();
  }

  @Test
  void secondCluster_startsWhenTheFirstSucceeded_andItsBakeTimePassed() {
    String id = send("calm", GOOD, Duration.ofSeconds(3), new PartialFailurePolicy.All());

    Concluded first = verdict(id, "dc-a");
    Concluded second = verdict(id, "dc-b");

    assertThat(first.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(second.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(waits(id)).first().isEqualTo("Waits its turn: wave 1: dc-a has to succeed first");
    assertThat(waits(id)).last().asString().contains("the bake time of wave 1 ends at");
    Instant written =
        said(id, "dc-b").stream()
            .filter(Applied.class::isInstance)
            .findFirst()
            .orElseThrow()
            .ref()
            .at();
    assertThat(written).isAfterOrEqualTo(first.ref().at().plusSeconds(3));
  }

  @Test
  void failedWave_stopsTheRest_andNothingIsWrittenThere() {
    String id =
        send("broken", "shop/cart:1-missing", Duration.ZERO, new PartialFailurePolicy.All());

    assertThat(verdict(id, "dc-a").verdict()).isEqualTo(Verdict.FAILED);
    Concluded second = verdict(id, "dc-b");
    assertThat(second.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(second.diagnosis().cause()).isEqualTo(Cause.WAVE_STOPPED);
    assertThat(second.summary())
        .contains("wave 1")
        .contains("dc-a")
        .contains("Nothing was written");
    assertThat(dcB.live(shop("broken"))).isNull();
  }

  @Test
  void failureInTheSecondWave_takesTheFirstBack_whereAllMustSucceed() {
    verdict(send("strict", GOOD, Duration.ZERO, new PartialFailurePolicy.All()), "dc-b");

    String next = refusedInDcB("strict", new PartialFailurePolicy.All());

    await().until(() -> said(next, "dc-b").stream().anyMatch(Rejected.class::isInstance));
    assertThat(verdict(next, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    Concluded back = verdict(next + ".rollback", "dc-a");
    assertThat(back.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(back.ref().requestedBy()).isEqualTo("berth (waves)");
    assertThat(dcA.image(shop("strict"))).startsWith(GOOD);
  }

  @Test
  void failureInTheSecondWave_leavesTheFirst_whereTheBestIsGoodEnough() {
    verdict(send("lenient", GOOD, Duration.ZERO, new PartialFailurePolicy.All()), "dc-b");

    String next = refusedInDcB("lenient", new PartialFailurePolicy.BestEffort());

    assertThat(verdict(next, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> dcA.image(shop("lenient")).startsWith("shop/cart:2.0.0"));
  }

  @Test
  void criticalAlertInTheBakeTime_stopsTheRest() {
    String id = send("loud", GOOD, Duration.ofSeconds(30), new PartialFailurePolicy.All());
    verdict(id, "dc-a");

    dcA.publish(Alerts.critical("loud", "dc-a"));

    assertThat(verdict(id, "dc-b").summary())
        .contains("wave 1 did not succeed in dc-a")
        .contains("critical alert CrashLoop");
  }

  @Test
  void abort_givesUpWhatOnlyWaits() {
    String id = send("tired", GOOD, Duration.ofSeconds(40), new PartialFailurePolicy.BestEffort());
    verdict(id, "dc-a");

    String abort =
        dcA.send(new Abort(CommandMeta.by("ann").withClusters(List.of("dc-b")), shop("tired")));

    assertThat(verdict(abort, "dc-b").summary()).contains("Nothing was written here");
    assertThat(verdict(id, "dc-b").verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(verdict(id, "dc-b").supersededBy()).isEqualTo(abort);
  }

  @Test
  void newerCommand_takesThePlaceOfOneThatWaits() {
    String id = send("busy", GOOD, Duration.ofSeconds(40), new PartialFailurePolicy.BestEffort());
    verdict(id, "dc-a");

    String newer =
        dcA.send(
            new Deploy(
                CommandMeta.by("ann").withClusters(List.of("dc-b")),
                shop("busy"),
                spec("shop/cart:3.0.0", 3),
                false));

    assertThat(verdict(newer, "dc-b").verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(verdict(id, "dc-b").supersededBy()).isEqualTo(newer);
  }

  @Test
  void anotherInstanceAndARestartWhileItWaits_forgetNothing() {
    String id = send("night", GOOD, Duration.ofSeconds(10), new PartialFailurePolicy.All());
    await().until(() -> said(id, "dc-b").stream().anyMatch(Accepted.class::isInstance));

    dcB.startAnother().close(); // which takes over what it did not hold when it began
    dcB.stop();
    dcB.start();

    assertThat(verdict(id, "dc-b").verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(said(id, "dc-b").stream().filter(Harness::isVerdict)).hasSize(1);
  }

  @Test
  void deadlineWhileItWaits_isItsVerdict() {
    String id =
        dcA.send(
            new Deploy(
                InWaves.meta(Duration.ofSeconds(4), new PartialFailurePolicy.BestEffort(), 6),
                shop("late"),
                spec("shop/cart:1-slow", 3),
                false));

    Concluded second = verdict(id, "dc-b");
    assertThat(second.verdict()).isIn(Verdict.TIMED_OUT, Verdict.FAILED);
    assertThat(second.diagnosis().cause()).isEqualTo(Cause.WAVE_STOPPED);
  }

  private static String refusedInDcB(String app, PartialFailurePolicy policy) {
    return dcA.send(InWaves.tooFewInDcB(app, policy));
  }

  private static String send(String app, String image, Duration bake, PartialFailurePolicy policy) {
    return dcA.send(new Deploy(InWaves.meta(bake, policy, 180), shop(app), spec(image, 3), false));
  }

  private static List<String> waits(String id) {
    return said(id, "dc-b").stream()
        .filter(Progressing.class::isInstance)
        .map(said -> ((Progressing) said).waitingFor())
        .filter(Objects::nonNull)
        .toList();
  }

  private static Concluded verdict(String id, String cluster) {
    await().until(() -> said(id, cluster).stream().anyMatch(Harness::isVerdict));
    return (Concluded)
        said(id, cluster).stream().filter(Harness::isVerdict).findFirst().orElseThrow();
  }

  private static List<Operation> said(String id, String cluster) {
    return dcA.said(id).stream()
        .filter(operation -> operation.ref().cluster().equals(cluster))
        .toList();
  }
}
