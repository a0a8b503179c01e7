/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.berth.events.command.Remove;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a command on the real broker to the verdict of a simulated cluster. */
@ExtendWith(SharedHarness.class)
class CommandToVerdictIT {

  private static final Harness berth = SharedHarness.get();

  @Test
  void deploy_isAcceptedAppliedAndSucceeds() {
    String id = berth.send(deploy(shop("first"), GOOD));

    List<Operation> said = berth.untilVerdict(id);

    assertThat(said.getFirst()).isInstanceOf(Accepted.class);
    assertThat(said).hasAtLeastOneElementOfType(Applied.class);
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).progress().available()).isEqualTo(3);
  }

  @Test
  void scaleRollbackAndStop_eachGetTheirVerdict() {
    AppRef app = shop("life");
    berth.verdict(berth.send(deploy(app, GOOD)));
    berth.verdict(berth.send(deploy(app, "registry.example/shop/cart:2.0.0")));

    assertThat(berth.concluded(berth.send(new Scale(ANN, app, 5))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app).getStatus().getAvailableReplicas()).isEqualTo(5);

    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, null))).release()).isEqualTo(3);
    assertThat(berth.image(app)).startsWith(GOOD + "@sha256:");
    assertThat(berth.live(app).getSpec().getReplicas()).isEqualTo(5);

    assertThat(berth.concluded(berth.send(new Stop(ANN, app))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.live(app).getSpec().getReplicas()).isZero();

    assertThat(berth.concluded(berth.send(new Remove(ANN, app, "life"))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    await().until(() -> berth.live(app) == null && !berth.apps().containsKey("dc-a/shop/life"));
  }

  @Test
  void everyViolation_isReportedAtOnce_andNothingIsWritten() {
    AppRef app = shop("poor");

    String id =
        berth.send(
            new Deploy(ANN, app, TestApps.with(spec("shop/cart:latest", 1), null, null), false));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder(
            "min-replicas",
            "probes-required",
            "probes-required",
            "limits-required",
            "image-immutable");
    assertThat(berth.live(app)).isNull();
  }

  @Test
  void brokenImage_failsWithItsDiagnosis() {
    Concluded verdict = berth.concluded(berth.send(deploy(shop("typo"), "shop/cart:1-missing")));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.IMAGE_NOT_FOUND);
  }

  @Test
  void crash_failsWithExitCodeAndLastLogLines() {
    Concluded verdict = berth.concluded(berth.send(deploy(shop("crashing"), "shop/cart:1-crash")));

    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.CONTAINER_CRASHED);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).contains("exit code 1"));
  }

  @Test
  void failedUpgrade_withAutoRollback_isRolledBack() {
    AppRef app = shop("careful");
    berth.verdict(berth.send(deploy(app, GOOD)));

    String broken =
        berth.send(
            new Deploy(ANN, app, TestApps.rollingBack(spec("shop/cart:2-missing", 3)), false));

    assertThat(berth.concluded(broken).verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(berth.concluded(broken + ".rollback").verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.image(app)).startsWith(GOOD + "@sha256:");
  }

  @Test
  void rollbackThatARuleForbids_isRejected_andTheVerdictSaysWhy() {
    AppRef app = new AppRef("lowered", "cart");
    namespace("lowered", 4000);
    berth.verdict(berth.send(new Deploy(ANN, app, limited(spec(GOOD, 3), 400), false)));
    namespace("lowered", 800);

    AppSpec smaller = TestApps.rollingBack(limited(spec("shop/cart:2-missing", 3), 100));
    String broken = berth.send(new Deploy(ANN, app, smaller, false));

    assertThat(berth.concluded(broken).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(berth.concluded(broken).diagnosis().explanation())
        .contains("The release before it was not put back: it violates a rule now (quota");
    assertThat(berth.rejected(broken + ".rollback").violations())
        .extracting(Violation::rule)
        .contains("quota");
  }

  private static AppSpec limited(AppSpec spec, int cpuMillis) {
    return TestApps.with(spec, new Limits(cpuMillis, 64L << 20), spec.probes());
  }

  private static void namespace(String name, int cpuMillis) {
    Quota quota = new Quota(cpuMillis, 8L << 30, 20);
    berth.verdict(berth.send(new EnsureNamespace(ANN, name, Environment.QA, "ann", quota)));
  }

  @Test
  void failedUpgrade_leavesTheReleaseBeforeServing_andTheStateSaysSo() {
    AppRef app = shop("served");
    berth.verdict(berth.send(deploy(app, GOOD)));

    berth.verdict(berth.send(deploy(app, "shop/cart:2-missing")));

    await().until(() -> state(app).phase() == AppState.Phase.DEGRADED);
    assertThat(state(app).release()).isEqualTo(2);
    assertThat(state(app).readyByRelease()).containsExactly(new AppState.ReadyPods(1, 3));
  }

  private static AppState state(AppRef app) {
    return (AppState) berth.apps().get("dc-a/" + app);
  }

  @Test
  void redelivery_hasNoSecondEffect() {
    AppRef app = shop("twice");
    String id = berth.send(deploy(app, GOOD));
    berth.verdict(id);
    Long generation = berth.live(app).getMetadata().getGeneration();

    berth.send(id, deploy(app, GOOD));
    berth.verdict(berth.send(new Scale(ANN, app, 3)));

    assertThat(berth.operationsOf(id).stream().filter(Harness::isVerdict)).hasSize(1);
    assertThat(berth.live(app).getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  void newerCommand_supersedesTheRunningOne() {
    AppRef app = shop("hasty");
    String first = berth.send(deploy(app, "shop/cart:1-slow"));
    String second = berth.send(deploy(app, GOOD));

    assertThat(berth.concluded(second).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(first).verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(berth.concluded(first).supersededBy()).isEqualTo(second);
  }

  @Test
  void staleCommand_timesOut_andWritesNothing() {
    AppRef app = shop("late");
    berth.publish(
        Envelope.of("late-1", "/test", Instant.now().minusSeconds(3600), deploy(app, GOOD)));

    Concluded late = berth.concluded("late-1");
    assertThat(late.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(late.diagnosis().cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(late.summary()).contains("read only after its deadline");
    assertThat(berth.live(app)).isNull();
  }

  @Test
  void deployIntoAMissingNamespace_isRejected_unlessItIsToBeCreated() {
    AppRef app = new AppRef("shpo", "cart");

    assertThat(berth.rejected(berth.send(deploy(app, GOOD))).violations())
        .extracting(Violation::rule)
        .containsExactly("namespace-exists");
    assertThat(berth.cluster.namespaces().withName("shpo").get()).isNull();

    String id = berth.send(new Deploy(ANN, app, spec(GOOD, 3), false, true));
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(berth.send(deploy(app, GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void invalidFields_areRejected_unreadableBytesAreDeadLettered_andReadingContinues() {
    berth.send(
        record(
            "shop/odd",
            "bad-1",
            "berth.command.scale.v1",
            """
            {"meta":{"requestedBy":"ann"},"app":{"namespace":"shop","name":"odd"},"replicas":-1}\
            """));
    berth.send(record("shop/odd", "bad-2", "berth.command.scale.v1", "{no json"));

    assertThat(berth.rejected("bad-1").violations())
        .anySatisfy(violation -> assertThat(violation.field()).isEqualTo("replicas"));
    await().until(() -> !berth.deadLetters("shop/odd").isEmpty());
    assertThat(new String(berth.deadLetters("shop/odd").getFirst().value(), UTF_8))
        .isEqualTo("{no json");
    assertThat(berth.verdict(berth.send(new Stop(ANN, shop("odd"))))).isNotNull();
  }

  @Test
  void idOfAnotherCommand_isDeadLettered_andNotCarriedOut() {
    AppRef first = shop("first-of-its-id");
    AppRef second = shop("second-of-its-id");
    String id = berth.send(deploy(first, GOOD));
    await().until(() -> !berth.operationsOf(id).isEmpty());
    berth.send(id, deploy(second, GOOD));
    berth.send(id, new Scale(ANN, first, 5));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    berth.send(id, new Stop(ANN, first)); // behind the verdict
    await().until(() -> berth.deadLetters(first.toString()).size() == 2);
    await().until(() -> berth.deadLetters(second.toString()).size() == 1);

    assertThat(berth.verdict(berth.send(new Stop(ANN, second)))).isInstanceOf(Rejected.class);
    assertThat(berth.replicas(first)).isEqualTo(3);
    assertThat(berth.operationsOf(id))
        .allSatisfy(it -> assertThat(it.ref().app()).isEqualTo(first));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String key, String id, String type, String json) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            berth.prefix + Topics.COMMANDS.name(), key.getBytes(UTF_8), json.getBytes(UTF_8));
    record.headers().add(new RecordHeader("ce_id", id.getBytes(UTF_8)));
    record.headers().add(new RecordHeader("ce_source", "/test".getBytes(UTF_8)));
    record.headers().add(new RecordHeader("ce_type", type.getBytes(UTF_8)));
    return record;
  }
}
