/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.BACK_OFF;
import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.CRASH_LOOP;
import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.KILLED;
import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.RUNNING;
import static io.berth.deploy.kubernetes.diagnostics.ObservedPod.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Events that explain a pod are read once they can be there, and awaited while they may come.
 */
class PodEventsTest {

  private static final Duration MAX_LAG = Duration.ofSeconds(30);

  @AutoClose private final ObservedPod pod = new ObservedPod();

  @Test
  void pullThatFailsAfterTheEventsWereRead_isExplainedAtOnce() {
    pod.fetched(RUNNING, 0);

    pod.events = event("Failed", "Failed to pull image: not found");

    assertThat(pod.fetched(BACK_OFF, 0).events())
        .extracting(Event::getMessage)
        .containsExactly("Failed to pull image: not found");
  }

  @Test
  void containerThatEndsAfterTheEventsWereRead_isExplainedAtOnce() {
    pod.fetched(RUNNING, 0);

    pod.events =
        event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 404");

    assertThat(pod.fetched(RUNNING, 1).events())
        .extracting(Event::getMessage)
        .containsExactly("Liveness probe failed: HTTP probe failed with statuscode: 404");
  }

  @Test
  void endWhoseEventsAreStillToBeRequested_isProvisional() {
    pod.fetched(RUNNING, 0);

    pod.fetched(RUNNING, 1);
    pod.pass(MAX_LAG);

    assertThat(pod.fetched(RUNNING, 2).eventsPending()).isFalse();
    assertThat(pod.fetched(RUNNING, 3).eventsPending()).isFalse();
    assertThat(pod.fetched(RUNNING, 4).eventsPending()).as("the next request is not due").isTrue();

    pod.pass(ApiRateLimiter.BETWEEN_CALLS);
    assertThat(pod.fetched(RUNNING, 4).eventsPending()).isFalse();
    assertThat(pod.fetched(RUNNING, 4).eventsPending()).as("no Event explains it").isFalse();
  }

  @Test
  void endInTheSecondOfAnEventThatWasReadBefore_isExplainedAtOnce() {
    String started = event("Started", "Started container app");
    pod.events = started;
    pod.fetched(RUNNING, 0);

    pod.events = started + "," + event("Unhealthy", "Liveness probe failed: statuscode: 404");

    assertThat(pod.fetched(KILLED, 0).events()).hasSize(2);
  }

  @Test
  void endThatIsSeenOnlyWhileTheContainerWaits_isExplainedAtOnce() {
    pod.fetched(RUNNING, 1);

    pod.events = event("Unhealthy", "Liveness probe failed: statuscode: 404");
    pod.pass(ApiRateLimiter.BETWEEN_CALLS);

    assertThat(pod.fetched(CRASH_LOOP, 1).events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"503, true", "403, false"})
  void eventsThatTheApiServerDoesNotGive_arePending_unlessTheyAreForbidden(
      int status, boolean pending) {
    pod.eventStatus = status;
    pod.fetched(KILLED, 0);
    pod.pass(MAX_LAG);

    assertThat(pod.fetched(KILLED, 0).eventsPending()).isEqualTo(pending);
  }

  @ParameterizedTest
  @ValueSource(ints = {137, 143, 1, 0})
  void endOfAContainerWithAProbe_isProvisional_whileItsEventMayStillCome(int code) {
    ContainerState end = ObservedPod.ended(code);

    assertThat(pod.fetched(end, 0).eventsPending()).isTrue();
    pod.pass(MAX_LAG.minusMillis(1));
    assertThat(pod.fetched(end, 0).eventsPending()).isTrue();
    pod.pass(Duration.ofMillis(1));
    assertThat(pod.fetched(end, 0).eventsPending()).isFalse();
    pod.pass(ApiRateLimiter.PER_KEY);
    assertThat(pod.fetched(end, 1).eventsPending()).as("its next end").isFalse();
  }

  @Test
  void eventsBeyondTheEnd_leaveNothingToWaitFor() {
    pod.events = event("Started", "Started container app");
    assertThat(pod.fetched(ObservedPod.ended(1), 0).eventsPending()).isTrue();

    pod.events = event("BackOff", "Back-off restarting").replace("12:00:10Z", "12:00:11Z");
    pod.pass(ApiRateLimiter.PER_KEY);

    assertThat(pod.fetched(ObservedPod.ended(1), 0).eventsPending()).isFalse();
  }

  @Test
  void eventThatComesLate_explainsTheEnd() {
    assertThat(pod.fetched(KILLED, 0).eventsPending()).isTrue();

    pod.events = event("Unhealthy", "Liveness probe failed: statuscode: 404");
    pod.pass(ApiRateLimiter.PER_KEY);

    assertThat(pod.fetched(KILLED, 0).eventsPending()).isFalse();
  }
}
