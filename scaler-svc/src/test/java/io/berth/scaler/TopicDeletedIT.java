/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.METRICS;
import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** The topic of samples is deleted and recreated. */
class TopicDeletedIT {

  @AutoClose private final ScalerTestHarness harness = new ScalerTestHarness();

  @Test
  void deletedTopic_isReported_andProcessedAgainOnceRecreated_withTheStoredState()
      throws Exception {
    var scaler = harness.start();
    TestApplication app = TestApplication.named("cart");
    DecisionRecorder decisions = harness.recorder(SCALING_DECISIONS);
    harness.follow(app.policy(1, 1, 10), app, decisions);
    harness.publish(app.sample("dc-a", NOW, 700, 700, 700));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).rawDesired()).isEqualTo(4);

    harness.delete(METRICS);
    await().until(() -> !ScalerTestHarness.health(scaler).getStatus().equals(Status.UP));
    harness.create(METRICS);
    ScalerTestHarness.awaitReady(scaler);
    harness.publish(app.sample("dc-a", NOW.plusSeconds(60), 10, 10, 10, 10));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW.plusSeconds(60)).explanation())
        .contains("within the last 5 minutes more were needed, 4 pods stay");
  }
}
