/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.healing;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ApiServerInterceptor;
import io.berth.deploy.testing.AppObjects;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.simulator.SimulatedCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of an application that reverts drifts are deleted one after the other. */
class SelfHealDuringRemovalIT {

  private static final int RELEASES = 4;
  private static final Duration QUIET = Duration.ofSeconds(3);

  @AutoClose private final SimulatedCluster simulated = SimulatedCluster.start(Harness.CLUSTER);

  @AutoClose
  private final ApiServerInterceptor front =
      new ApiServerInterceptor(simulated.url(), this::answerLate);

  @AutoClose private final Harness berth;
  private final CountDownLatch never = new CountDownLatch(1);

  SelfHealDuringRemovalIT(@TempDir Path directory) throws IOException {
    Path given = directory.resolve("given");
    Files.writeString(given, simulated.kubeconfig().replace(simulated.url(), front.url()));
    berth = new Harness(given, directory, "--berth.registry.endpoints=*=" + simulated.url());
    berth.createNamespace("shop");
    berth.start();
  }

  @Test
  void removedSelfHealingApplication_staysRemoved() {
    AppRef app = shop("healing");
    for (int release = 1; release <= RELEASES; release++) {
      String image = "registry.example/shop/cart:" + release + ".0.0";
      berth.verdict(berth.send(new Deploy(ANN, app, healing(spec(image, 3)), false)));
    }

    var removed = berth.concluded(berth.send(new Remove(ANN, app, "healing")));

    assertThat(removed.verdict()).isEqualTo(Verdict.SUCCEEDED);
    await()
        .during(QUIET)
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(new AppObjects(berth.cluster).names(app)).isEmpty());
    assertThat(berth.operationsOn(app)).noneMatch(Drifted.class::isInstance);
  }

  /** The Service is long gone when the last release is deleted, and then the Deployment. */
  private boolean answerLate(ApiServerInterceptor.Request request, OutputStream out) {
    if (request.line().startsWith("DELETE") && request.line().contains("/controllerrevisions/")) {
      try {
        boolean _ = never.await(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return false;
  }
}
