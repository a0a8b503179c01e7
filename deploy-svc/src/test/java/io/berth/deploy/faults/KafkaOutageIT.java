/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Verdict;
import io.berth.teststack.kafka.DedicatedBroker;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real broker that stops answering, and one that dies and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class KafkaOutageIT {

  private static final Duration LONG = Duration.ofMinutes(3);

  @AutoClose private final DedicatedBroker broker;
  @AutoClose private final Harness berth;

  KafkaOutageIT() throws IOException {
    broker = DedicatedBroker.started();
    berth =
        Harness.running("--berth.kafka=" + broker.address(), "--berth.rollout.grace.not-ready=5m");
  }

  @Test
  @Tag("fault-K1")
  void brokerOutageDuringARollout_isReported_andTheVerdictIsPublishedOnce() throws Exception {
    String frozen = deploy("frozen", "shop/cart:1-slow");
    await()
        .atMost(LONG)
        .until(() -> berth.operationsOf(frozen).stream().anyMatch(Applied.class::isInstance));

    broker.freeze();
    await().atMost(LONG).until(() -> health().contains("Kafka has not answered"));
    await().atMost(LONG).until(() -> allThere("frozen"));
    broker.thaw();
    assertThat(berth.concluded(frozen).verdict()).isEqualTo(Verdict.SUCCEEDED);
    await().atMost(LONG).until(() -> health().contains("\"kafka\":{\"status\":\"UP\"}"));

    String orphaned = deploy("orphaned", "shop/cart:1-slow");
    await()
        .atMost(LONG)
        .until(() -> berth.operationsOf(orphaned).stream().anyMatch(Applied.class::isInstance));
    broker.kill();
    await().atMost(LONG).until(() -> allThere("orphaned"));
    broker.start();

    assertThat(berth.concluded(orphaned).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(deploy("next", GOOD)).verdict()).isEqualTo(Verdict.SUCCEEDED);
    for (String id : new String[] {frozen, orphaned}) {
      assertThat(berth.operationsOf(id).stream().filter(Harness::isVerdict)).hasSize(1);
    }
  }

  private String deploy(String app, String image) {
    return berth.send(
        new Deploy(ANN.withDeadline(LONG.multipliedBy(3)), shop(app), spec(image, 3), false));
  }

  private boolean allThere(String app) {
    AppRef ref = shop(app);
    return Integer.valueOf(3).equals(berth.live(ref).getStatus().getAvailableReplicas());
  }

  private String health() throws Exception {
    return berth.page("/actuator/health");
  }
}
