/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What {@code --listen} opens is reached from another network, and nothing else is. A suite of its
 * own, which starts when the services of the other one are not being killed: two starts at once
 * take as long as one after the other.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class OpenedListenersE2E {

  private static final String OPENED = "%1$s,forward=%1$s,kafka=%1$s".formatted(TestNetwork.SUITE);

  /** Long, since it is there to end a test that hangs, not to judge a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @Test
  void strangerOnAnotherNetwork_findsWhatWasOpenedAndNothingElse() throws Exception {
    try (var network = TestNetwork.ofTwoNamespaces()) {
      // Its own network, so the usual ports are free whatever runs on this machine.
      var berth =
          new BerthProgram(
              Path.of("target", "opened").toAbsolutePath(), 0, network.suiteSide(), Map.of());
      var up =
          berth.start(
              "up",
              "--no-warm-up",
              "--parts",
              "kafka,log-pipeline-svc,gateway",
              "--listen",
              OPENED);
      try {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .failFast(() -> assertThat(up.isAlive()).as(berth.said("up")).isTrue())
            .untilAsserted(
                () ->
                    assertThat(Sockets.of(Stream.of(up.pid())))
                        .extracting(Sockets.Waiting::port)
                        .contains(8080, 18401, 19092, 24224));

        assertThat(network.openPorts()).containsExactly(8080, 19092, 24224);
        assertThat(network.stranger(StrangersVisit.class, TestNetwork.SUITE, berth.token()))
            .contains("console 200", "API without a token 401", "API with the token 200")
            .contains("broker says that it is " + TestNetwork.SUITE + ":19092")
            .contains("acknowledged chunk-1", "heartbeats 1");
        assertThat(berth.said("up"))
            .contains("They listen on this machine only, except what you opened:")
            .contains("gateway  at " + TestNetwork.SUITE + ":8080; it wants a login")
            .contains("! forward  at " + TestNetwork.SUITE + ":24224; it has no lock")
            .contains("! kafka    at " + TestNetwork.SUITE + ":19092; it has no lock");
      } finally {
        berth.down();
        up.waitFor();
      }
    }
  }
}
