/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Any process may be killed at any time: it comes back by itself and finds its way. */
@ExtendWith(WithSuite.class)
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(WithSuite.RUNNING)
class KillE2E {

  /** Long, since it is there to end a test that hangs, not to judge a slow machine. */
  private static final Duration BACK = Duration.ofMinutes(3);

  /** When a line of the demo begins so, these are killed: each in the scene that needs it most. */
  private static final Map<String, List<String>> KILLS =
      Map.of(
          "2/7", List.of("deploy-svc-dc-a"),
          "3/7", List.of("scaler-svc"),
          "4/7", List.of("deploy-svc-dc-b"),
          "5/7", List.of("log-pipeline-svc"),
          "PodCrashLooping fires", List.of("monitor-svc-dc-a", "monitor-svc-dc-b"),
          "7/7", List.of("gateway"));

  @Test
  void everyServiceKilledInTheMiddleOfTheDemo_itStillHappensAsTold(BerthProgram berth) {
    var killed = new ArrayList<String>();

    var demo =
        berth.demo(
            line ->
                KILLS.forEach(
                    (beginning, parts) -> {
                      if (line.strip().startsWith(beginning)) {
                        parts.forEach(berth::kill);
                        killed.addAll(parts);
                      }
                    }));

    assertThat(demo.output()).endsWith(" 0 failed\n");
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(killed).as(demo.output()).hasSize(7);
    killed.forEach(part -> isHealthy(part, berth));
  }

  @Test
  void allServersKilledAtOnce_eachIsHealthyAgainAsAnotherProcess(BerthProgram berth) {
    var servers = List.of("cluster-dc-b", "elasticsearch", "kafka");
    var before = servers.stream().map(server -> pid(server, berth)).toList();

    servers.forEach(berth::kill);

    servers.forEach(server -> isHealthy(server, berth));
    assertThat(servers.stream().map(server -> pid(server, berth)).toList())
        .doesNotContainAnyElementsOf(before);
  }

  private static long pid(String part, BerthProgram berth) {
    return berth.status(part).path("pid").asLong();
  }

  private static void isHealthy(String part, BerthProgram berth) {
    await(part + " is healthy")
        .atMost(BACK)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(berth.status(part).path("health").asString()).as(part).isEqualTo("UP"));
  }
}
