/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.events.operation.Verdict.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.CommandVerb;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestAlerts;
import io.berth.deploy.testing.TestWaves;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Restart;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.teststack.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two clusters, each with its own service, that know of each other by the topics alone. */
class WavesIT {

  private static final List<String> PATIENT = List.of("--berth.rollout.grace.not-ready=60s");
  private static final String PREFIX = TestStack.shared().freshTopicPrefix();

  @AutoClose private static final Harness dcA = Harness.idle("dc-a", PREFIX, PATIENT);
  @AutoClose private static final Harness dcB = Harness.idle("dc-b", PREFIX, PATIENT);

  @BeforeAll
  static void start() {
    dcA.start();
    dcB.start();
    dcA.expectVerdictsOf(2);
  }

  @Test
  void secondCluster_startsAfterTheFirstSucceededAndBaked() {
    String id = send("calm", GOOD, Duration.ofSeconds(3), new PartialFailurePolicy.All());

    Concluded first = verdict(id, "dc-a");
    Concluded second = verdict(id, "dc-b");

    assertThat(first.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(second.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(waits(id)).first().isEqualTo("Waits its turn: wave 1: dc-a has to succeed first");
    assertThat(waits(id)).last().asString().contains("the bake time of wave 1 ends at");
    Instant written =
        operationsOf(id, "dc-b").stream()
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
  void failureInTheSecondWave_rollsTheFirstBack_whereAllMustSucceed() {
    verdict(send("strict", GOOD, Duration.ZERO, new PartialFailurePolicy.All()), "dc-b");

    String next = refusedInDcB("strict", new PartialFailurePolicy.All());

    await().until(() -> operationsOf(next, "dc-b").stream().anyMatch(Rejected.class::isInstance));
    assertThat(verdict(next, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    Concluded back = verdict(next + ".rollback", "dc-a");
    assertThat(back.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(back.ref().requestedBy()).isEqualTo("berth (waves)");
    assertThat(dcA.image(shop("strict"))).startsWith(GOOD);
  }

  @Test
  void failureInTheSecondWave_keepsTheFirst_withBestEffort() {
    verdict(send("lenient", GOOD, Duration.ZERO, new PartialFailurePolicy.All()), "dc-b");

    String next = refusedInDcB("lenient", new PartialFailurePolicy.BestEffort());

    assertThat(verdict(next, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> dcA.image(shop("lenient")).startsWith("shop/cart:2.0.0"));
  }

  @Test
  void criticalAlertDuringTheBakeTime_stopsTheOtherWaves() {
    String id = send("loud", GOOD, Duration.ofSeconds(30), new PartialFailurePolicy.All());
    verdict(id, "dc-a");

    dcA.publish(TestAlerts.critical("loud", "dc-a"));

    assertThat(verdict(id, "dc-b").summary())
        .contains("wave 1 did not succeed in dc-a")
        .contains("critical alert CrashLoop");
  }

  @Test
  void ordinaryStartOfTheFirstWave_stopsNoWave() {
    String id =
        send("sleepy", "shop/cart:1-starts-in-15s", Duration.ZERO, new PartialFailurePolicy.All());
    Instant began = Instant.now();
    await().until(() -> dcA.live(shop("sleepy")) != null);

    dcA.publish(TestAlerts.critical("WorkloadDown", "sleepy", "sleepy", "stable", "dc-a", began));
    assertThat(verdict(id, "dc-a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    dcA.publish(TestAlerts.resolved("WorkloadDown", "sleepy", "dc-a", began));

    assertThat(verdict(id, "dc-b").verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void abort_endsAParkedCommand() {
    String id = send("tired", GOOD, Duration.ofSeconds(40), new PartialFailurePolicy.BestEffort());
    verdict(id, "dc-a");

    String abort =
        dcA.send(new Abort(CommandMeta.by("ann").withClusters(List.of("dc-b")), shop("tired")));

    assertThat(verdict(abort, "dc-b").summary()).contains("Nothing was written here");
    assertThat(verdict(id, "dc-b").verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(verdict(id, "dc-b").supersededBy()).isEqualTo(abort);
  }

  @Test
  void newerCommand_supersedesAParkedOne() {
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
  void parkedCommand_survivesAnotherInstanceAndARestart() {
    String id = send("night", GOOD, Duration.ofSeconds(10), new PartialFailurePolicy.All());
    await().until(() -> operationsOf(id, "dc-b").stream().anyMatch(Accepted.class::isInstance));

    dcB.startAnother().close(); // which takes over what it did not hold when it began
    dcB.stop();
    dcB.start();

    assertThat(verdict(id, "dc-b").verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(operationsOf(id, "dc-b").stream().filter(Harness::isVerdict)).hasSize(1);
  }

  @Test
  void redeliveryWhileParked_isAppliedOnce_inEveryWave() {
    CommandMeta waves = TestWaves.meta(Duration.ofSeconds(3), new PartialFailurePolicy.All(), 240);
    Map<CommandVerb, Envelope<Command>> sent = new EnumMap<>(CommandVerb.class);
    for (CommandVerb verb : CommandVerb.values()) {
      AppRef app = verb.app("twice");
      verb.prepare(dcA, app);
      Command command = TestWaves.with(waves, verb.command(app));
      sent.put(verb, Envelope.of("twice-" + verb, "/test", Instant.now(), command));
    }

    sent.values().forEach(it -> dcA.sender.sendTogether(List.of(it, it)));
    for (Envelope<Command> it : sent.values()) {
      await().until(() -> !waits(it.id()).isEmpty());
      dcA.publish(it);
    }
    sent.values().forEach(it -> dcA.untilVerdict(it.id()));
    sent.values().forEach(dcA::publish);
    sent.values().forEach(it -> dcA.untilVerdict(dcA.send(dryRun(it.payload().subject()))));

    SoftAssertions softly = new SoftAssertions();
    sent.forEach(
        (verb, it) ->
            Map.of("dc-a", dcA, "dc-b", dcB)
                .forEach((cluster, berth) -> doneOnce(softly, verb, it, cluster, berth)));
    softly.assertAll();
  }

  private static void doneOnce(
      SoftAssertions softly,
      CommandVerb verb,
      Envelope<Command> sent,
      String cluster,
      Harness berth) {
    List<Operation> said = operationsOf(sent.id(), cluster);
    String what = sent.id() + " in " + cluster;
    softly.assertThat(verdict(sent.id(), cluster).verdict()).as(what).isEqualTo(SUCCEEDED);
    softly.assertThat(said.stream().filter(Harness::isVerdict)).as(what).hasSize(1);
    softly.assertThat(said.stream().filter(Applied.class::isInstance)).as(what).hasSize(1);
    softly.assertThat(verb.effect(berth, verb.app("twice"))).as(what).isEqualTo(verb.wanted(sent));
  }

  /** In turn behind what was sent before. */
  private static Restart dryRun(AppRef app) {
    CommandMeta ann = CommandMeta.by("ann");
    return new Restart(
        new CommandMeta(
            "ann", null, ann.deadline(), List.of(), ann.order(), ann.partialFailure(), null, true),
        app);
  }

  @Test
  void parkedCommand_timesOutAtItsDeadline() {
    String id =
        dcA.send(
            new Deploy(
                TestWaves.meta(Duration.ofSeconds(4), new PartialFailurePolicy.BestEffort(), 25),
                shop("late"),
                spec("shop/cart:1-starts-in-300s", 3),
                false));

    Concluded second = verdict(id, "dc-b");
    assertThat(second.verdict()).isIn(Verdict.TIMED_OUT, Verdict.FAILED);
    assertThat(second.diagnosis().cause()).isEqualTo(Cause.WAVE_STOPPED);
  }

  private static String refusedInDcB(String app, PartialFailurePolicy policy) {
    return dcA.send(TestWaves.tooFewInDcB(app, policy));
  }

  private static String send(String app, String image, Duration bake, PartialFailurePolicy policy) {
    return dcA.send(
        new Deploy(TestWaves.meta(bake, policy, 180), shop(app), spec(image, 3), false));
  }

  private static List<String> waits(String id) {
    return operationsOf(id, "dc-b").stream()
        .filter(Progressing.class::isInstance)
        .map(said -> ((Progressing) said).waitingFor())
        .filter(Objects::nonNull)
        .toList();
  }

  private static Concluded verdict(String id, String cluster) {
    await().until(() -> operationsOf(id, cluster).stream().anyMatch(Harness::isVerdict));
    return (Concluded)
        operationsOf(id, cluster).stream().filter(Harness::isVerdict).findFirst().orElseThrow();
  }

  private static List<Operation> operationsOf(String id, String cluster) {
    return dcA.operationsOf(id).stream()
        .filter(operation -> operation.ref().cluster().equals(cluster))
        .toList();
  }
}
