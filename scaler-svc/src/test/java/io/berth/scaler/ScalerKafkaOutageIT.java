/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.teststack.kafka.DedicatedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** A broker that is not there when the scaler starts, and one that dies and comes back. */
class ScalerKafkaOutageIT {

  @TempDir private static Path folder;
  @AutoClose private final DedicatedBroker broker = new DedicatedBroker(folder);
  @AutoClose private final ScalerTestHarness harness = new ScalerTestHarness(broker.address());

  @Test
  void kafkaOutageAtStartAndWhileRunning_isReported_andEverySampleIsDecidedWithItsState()
      throws Exception {
    var scaler = harness.launch();
    assertThat(ScalerTestHarness.get(scaler, "/actuator/health/liveness")).contains("UP");
    await()
        .until(
            () ->
                ScalerTestHarness.get(scaler, "/actuator/health")
                    .contains("is BERTH_KAFKA right?"));
    assertThat(ScalerTestHarness.health(scaler).getStatus()).isEqualTo(Status.DOWN);

    broker.start();
    ScalerTestHarness.awaitReady(scaler);
    TestApplication app = TestApplication.named("cart");
    DecisionRecorder decisions = harness.recorder(SCALING_DECISIONS);
    harness.follow(app.policy(1, 1, 10), app, decisions);
    harness.publish(app.sample("dc-a", NOW, 700, 700, 700));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).rawDesired()).isEqualTo(4);

    broker.kill();
    await().until(() -> !ScalerTestHarness.health(scaler).getStatus().equals(Status.UP));
    broker.start();
    harness.publish(app.sample("dc-a", NOW.plusSeconds(60), 10, 10, 10, 10));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW.plusSeconds(60)))
        .satisfies(held -> assertThat(held.action()).isEqualTo(Action.NONE))
        .satisfies(held -> assertThat(held.explanation()).contains("within the last 5 minutes"));
    ScalerTestHarness.awaitReady(scaler);
    assertThat(decisions.decisions(app.in("dc-a"), NOW)).hasSize(1);
  }
}
