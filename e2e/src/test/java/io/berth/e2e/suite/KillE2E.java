/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Any service may be killed at any time: it comes back by itself and finds its way. */
@ExtendWith(WithSuite.class)
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(WithSuite.RUNNING)
class KillE2E {

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
                        berth.kill(parts);
                        killed.addAll(parts);
                      }
                    }));

    assertThat(demo.output()).endsWith(" 0 failed\n");
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(killed).as(demo.output()).hasSize(7);
    berth.awaitHealth(killed);
  }
}
