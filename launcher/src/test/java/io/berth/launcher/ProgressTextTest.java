/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.suite.SuiteProcess;
import io.berth.launcher.supervision.ProcessEvent;
import io.berth.teststack.process.ListenAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

  private static final SuiteProcess KAFKA =
      new SuiteProcess.KafkaProcess(ListenAddress.LOOPBACK, 19092, 19093);
  private static final Duration TIME = Duration.ofMillis(2345);

  @Test
  void readyProcess_isALineWithItsPortAndItsTime() {
    assertThat(ProgressText.of(new ProcessEvent.Ready(KAFKA, TIME)).text(false))
        .isEqualTo("  ✓ kafka              19092  ready 2.3 s");
  }

  @Test
  void everyOtherEvent_namesTheProcessAndWhatHappened() {
    assertThat(ProgressText.of(new ProcessEvent.Recovered(KAFKA, TIME)).text(false))
        .contains("kafka", "healthy again");
    assertThat(
            ProgressText.of(new ProcessEvent.Exited(KAFKA, "its process 7 ended", TIME))
                .text(false))
        .contains("its process 7 ended; restarts in 2.3 s");
    assertThat(ProgressText.of(new ProcessEvent.Unhealthy(KAFKA, "no disk")).text(false))
        .contains("not healthy: no disk");
  }

  @Test
  void crashLoopingProcess_showsTheEndOfItsLog() {
    assertThat(
            ProgressText.of(new ProcessEvent.CrashLooping(KAFKA, 3, TIME, List.of("one", "two")))
                .text(false))
        .contains("ended 3 times in a row")
        .endsWith("\n    | one\n    | two");
  }

  @Test
  void processThatStaysUnhealthy_showsItsDetailAndItsLog() {
    assertThat(
            ProgressText.of(new ProcessEvent.NotReady(KAFKA, TIME, "kafka DOWN", List.of("last")))
                .text(false))
        .contains("reason: kafka DOWN", "| last");
  }

  @Test
  void readyText_namesConsole_loginLink_andHowToStop() {
    assertThat(
            ProgressText.ready(
                    TIME, 11, "http://localhost:8080", "http://localhost:8080/login/x", Set.of())
                .text(false))
        .contains("ready after 2.3 s: 11 processes", "./berth demo     then ./berth apps")
        .contains("http://localhost:8080/login/x", "works once", "./berth down");
  }

  @Test
  void withoutALink_noneIsPromised() {
    assertThat(ProgressText.ready(TIME, 11, "http://localhost:8080", "", Set.of()).text(false))
        .doesNotContain("Log in");
  }

  @Test
  void withAClusterOfTheUsersOwn_aDeploymentToItIsProposed_andNotTheDemo() {
    assertThat(
            ProgressText.ready(TIME, 10, "http://localhost:8080", "", Set.of("dc-b")).text(false))
        .contains("./berth deploy -f FILE --cluster dc-b --wait, then ./berth apps")
        .doesNotContain("demo");
  }

  @Test
  void takenPorts_areNamedWithTheirOwnerAndTheWayOut() {
    var conflicts =
        List.of(
            new PortConflict(8080, "the gateway", "process 7 (java)"),
            new PortConflict(19092, "Kafka", ""));

    assertThat(ProgressText.portsTaken(conflicts, 1000).text(false))
        .contains("port 8080, wanted for the gateway, is taken by process 7 (java)")
        .contains("port 19092, wanted for Kafka, is taken by another process")
        .endsWith("./berth up --port-offset 1000");
  }

  @Test
  void colours_areForTerminalsOnly() {
    var events = new ProcessEvent.Ready(KAFKA, TIME);

    assertThat(ProgressText.of(events).text(false)).doesNotContain("\u001b");
    assertThat(ProgressText.of(events).text(true)).contains("\u001b[32m✓");
  }
}
