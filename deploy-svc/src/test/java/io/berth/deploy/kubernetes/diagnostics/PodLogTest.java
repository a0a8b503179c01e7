/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.ENDED;
import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A diagnosis quotes the log of the run that ended, however that falls together with what the
 * kubelet does meanwhile.
 */
class PodLogTest {

  @AutoClose private final ObservedPod pod = new ObservedPod();

  @Test
  void runThatEndsAfterItsLogWasRead_isReadAgainAtOnce() {
    pod.current = "Starting";
    assertThat(log(RUNNING, 0)).isEqualTo("Starting");

    pod.current = "Starting\nApplication run failed";
    assertThat(log(ENDED, 0)).contains("Application run failed");
  }

  @Test
  void everyFurtherRun_isReadAgain() {
    pod.current = "Starting";
    log(RUNNING, 0);
    for (int restarts = 1; restarts <= 3; restarts++) {
      pod.previous = "Run " + restarts + " failed";
      assertThat(log(ENDED, restarts)).as(restarts + " restarts").isEqualTo(pod.previous);
      pod.pass(ApiRateLimiter.BETWEEN_CALLS);
    }
  }

  @Test
  void containerThatIsRestartedBetweenTheTwoRequests_isQuotedByItsEndedRun() {
    pod.current = "Starting";
    pod.afterCurrent = () -> pod.previous = "Starting\nApplication run failed";

    assertThat(log(ENDED, 0)).contains("Application run failed");
  }

  @Test
  void firstRunThatGoesOn_isReadOnceBetweenTwoRequestsOfItsApplication() {
    pod.current = "Starting";
    for (int n = 0; n < 10; n++) {
      assertThat(log(RUNNING, 0)).isEqualTo("Starting");
    }
    assertThat(pod.logRequests).hasValue(2); // of the run before, which is none, and of this one
  }

  @Test
  void logThatTheNodeHasRemoved_leavesWhatWasReadBefore() {
    pod.current = "Application run failed";
    log(ENDED, 0);
    pod.current = "";

    assertThat(log(RUNNING, 1)).isEqualTo("Application run failed");
  }

  private String log(ContainerState state, int restarts) {
    return pod.fetched(state, restarts).logs().getOrDefault("cart-1", "none").strip();
  }
}
