/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.METRICS;
import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.ClusterAppRef;
import io.berth.events.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Termination and restart of the service's process. */
class ScalerProcessIT {

  private final ScalerTestHarness harness = new ScalerTestHarness();

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void misdeclaredTopic_terminatesTheProcess_andIsNamed() throws Exception {
    harness.create(
        new Topic(METRICS.name(), "any", 1, Topic.Cleanup.COMPACT, Duration.ofDays(1), "any"));
    Process scaler = harness.startProcess();
    assertThat(scaler.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(scaler.exitValue()).isEqualTo(1);
    assertThat(harness.output())
        .contains(harness.prefix + METRICS.name() + " has cleanup.policy compact, wanted delete")
        .containsOnlyOnce("ERROR");
  }

  @Test
  void restartAfterKillWithoutStateDirectory_givesTheSameDecisions() throws Exception {
    TestApplication app = TestApplication.named("cart");
    ClusterAppRef cart = app.in("dc-a");
    Process first = harness.startProcess();
    DecisionRecorder decisions = harness.recorder(SCALING_DECISIONS);
    harness.follow(app.policy(1, 1, 10), app, decisions);
    harness.publish(app.sample("dc-a", NOW, 700, 700, 700));
    assertThat(decisions.awaitDecision(cart, NOW).rawDesired()).isEqualTo(4);
    first.destroyForcibly().waitFor();
    harness.startProcess();
    harness.publish(app.sample("dc-a", NOW.plusSeconds(60), 10, 10, 10, 10));
    harness.publish(app.sample("dc-a", NOW.plusSeconds(301), 10, 10, 10, 10));
    assertThat(decisions.awaitDecision(cart, NOW.plusSeconds(60)).explanation())
        .contains("within the last 5 minutes more were needed, 4 pods stay");
    assertThat(decisions.awaitDecision(cart, NOW.plusSeconds(301)).explanation())
        .isEqualTo("cpu is at 1 % of the request, target 60 %, 4 pods → 1");
  }
}
