/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The suite as a stranger starts it, by one command; {@link KillE2E} has its flows happen. */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class SuiteE2E {

  @Test
  void everyPart_isHealthy(BerthProgram berth) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(berth.status())
                    .hasSize(12)
                    .allSatisfy(
                        row -> {
                          assertThat(row.path("health").asString()).isEqualTo("UP");
                          assertThat(row.path("pid").asLong()).isPositive();
                        }));
  }

  @Test
  void secondUp_saysThatTheSuiteRunsAlready(BerthProgram berth) {
    var second = berth.up();

    assertThat(second.exitCode()).isZero();
    assertThat(second.output()).contains("is running already", "http://localhost:11080");
  }
}
