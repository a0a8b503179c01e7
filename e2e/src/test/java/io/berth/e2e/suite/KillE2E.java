/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any process may be killed at any time: it comes back by itself and finds its way. */
@ExtendWith(WithSuite.class)
class KillE2E {

  private static final Duration BACK = Duration.ofSeconds(90);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy-svc-dc-a",
        "deploy-svc-dc-b",
        "monitor-svc-dc-a",
        "monitor-svc-dc-b",
        "scaler-svc",
        "log-pipeline-svc",
        "gateway",
        "cluster-dc-b",
        "elasticsearch",
        "kafka"
      })
  void aKilledProcess_isHealthyAgain(String part, BerthProgram berth) {
    long killed = berth.status(part).path("pid").asLong();

    ProcessHandle.of(killed).orElseThrow().destroyForcibly();

    await(part + " has another process and is healthy")
        .atMost(BACK)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              var row = berth.status(part);
              assertThat(row.path("pid").asLong()).isNotIn(killed, 0L);
              assertThat(row.path("health").asString()).isEqualTo("UP");
            });
  }
}
