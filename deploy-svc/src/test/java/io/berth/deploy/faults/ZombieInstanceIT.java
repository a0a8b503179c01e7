/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ChildProcess;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Scale;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A process of the service that stands still for longer than its session, or ends at once. */
@Execution(ExecutionMode.CONCURRENT)
class ZombieInstanceIT {

  /** Nothing ends because a busy machine is slow to start a process. */
  private static final CommandMeta PATIENT = ANN.withDeadline(Duration.ofMinutes(8));

  @AutoClose private final Harness berth = Harness.idle();

  @Test
  @Tag("fault-K3")
  void instancePausedDuringARollout_publishesAndWritesNothingOnResume() {
    AppRef app = new AppRef("shop", "zombie");
    try (ChildProcess old = berth.startProcess("old")) {
      String first = berth.send(deploy(app, "shop/cart:1-slow"));
      await()
          .atMost(Duration.ofMinutes(8))
          .until(() -> berth.operationsOf(first).stream().anyMatch(Applied.class::isInstance));
      old.freeze();
      berth.start();
      String second = berth.send(deploy(app, GOOD));
      assertThat(berth.concluded(second).verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(berth.concluded(first)).as("whatever became of it by then").isNotNull();

      old.thaw();
      String third = berth.send(new Scale(PATIENT, app, 4));
      assertThat(berth.concluded(third).verdict()).isEqualTo(Verdict.SUCCEEDED);

      assertThat(berth.operationsOn(app).stream().filter(Harness::isVerdict)).hasSize(3);
      assertThat(berth.replicas(app)).isEqualTo(4);
    }
  }

  @Test
  @Tag("fault-K4")
  void afterAKillDuringARollout_theNextInstancePublishesTheVerdict() {
    AppRef app = new AppRef("shop", "killed");
    String id;
    try (ChildProcess service = berth.startProcess("first")) {
      id = berth.send(deploy(app, GOOD));
      await()
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));
      service.kill();
    }
    berth.start();
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.operationsOf(id).stream().filter(Harness::isVerdict)).hasSize(1);
  }

  private static Deploy deploy(AppRef app, String image) {
    return new Deploy(PATIENT, app, spec(image, 3), false);
  }
}
