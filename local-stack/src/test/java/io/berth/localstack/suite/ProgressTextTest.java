/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

  private static final Part KAFKA = new Part.Broker(19092, 19093);
  private static final Duration TIME = Duration.ofMillis(2345);
  private final ProgressText plain = new ProgressText(false);

  @Test
  void aReadyPart_isALineWithItsPortAndItsTime() {
    assertThat(plain.of(new PartNews.Ready(KAFKA, TIME)))
        .isEqualTo("  ✓ kafka              19092  ready 2.3 s");
  }

  @Test
  void everyOtherNews_namesThePartAndWhatHappens() {
    assertThat(plain.of(new PartNews.Recovered(KAFKA, TIME))).contains("kafka", "healthy again");
    assertThat(plain.of(new PartNews.Died(KAFKA, "its process 7 ended", TIME)))
        .contains("its process 7 ended; starts again in 2.3 s");
    assertThat(plain.of(new PartNews.Ailing(KAFKA, "no disk"))).contains("not healthy: no disk");
  }

  @Test
  void aPartThatKeepsDying_showsTheEndOfItsLog() {
    assertThat(plain.of(new PartNews.KeepsDying(KAFKA, 3, TIME, List.of("one", "two"))))
        .contains("ended 3 times in a row")
        .endsWith("\n    | one\n    | two");
  }

  @Test
  void aPartThatDoesNotGetHealthy_showsWhatItSaysAndItsLog() {
    assertThat(plain.of(new PartNews.NotReady(KAFKA, TIME, "kafka DOWN", List.of("last"))))
        .contains("it says: kafka DOWN", "| last");
  }

  @Test
  void theEnd_namesTheConsoleTheLinkAndTheWayOut() {
    assertThat(plain.ready(TIME, 11, "http://localhost:8080", "http://localhost:8080/login/x"))
        .contains("ready after 2.3 s: 11 processes")
        .contains("http://localhost:8080/login/x", "works once", "./berth down");
  }

  @Test
  void withoutALink_noneIsPromised() {
    assertThat(plain.ready(TIME, 11, "http://localhost:8080", "")).doesNotContain("Log in");
  }

  @Test
  void takenPorts_areNamedWithTheirOwnerAndTheWayOut() {
    var conflicts =
        List.of(
            new PortConflict(8080, "the gateway", "process 7 (java)"),
            new PortConflict(19092, "Kafka", ""));

    assertThat(plain.portsTaken(conflicts, 1000))
        .contains("port 8080, wanted for the gateway, is taken by process 7 (java)")
        .contains("port 19092, wanted for Kafka, is taken by another process")
        .endsWith("./berth up --port-offset 1000");
  }

  @Test
  void colours_areForTerminalsOnly() {
    var news = new PartNews.Ready(KAFKA, TIME);

    assertThat(plain.of(news)).doesNotContain("\u001b");
    assertThat(new ProgressText(true).of(news)).contains("\u001b[32m✓");
  }
}
