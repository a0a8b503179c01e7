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

import io.berth.deploy.DeployLifecycle;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.PodChurn;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Verdict;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Pods that crash and come back once a second, in 20 roll-outs that do not end. 10,000 with {@code
 * -Dberth.storm.pods=10000}.
 */
@Execution(ExecutionMode.CONCURRENT)
class PodChurnIT {

  private static final int APPS = 20;
  private static final int PODS_OF_EACH = Integer.getInteger("berth.storm.pods", 1_000) / APPS;
  private static final int FEWEST_ROUNDS = 1;
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(3);

  /**
   * Each application may ask what is wrong every 2 s: a page of Events, and those of 3 pods. Logs
   * have two budgets of 20 a second, that of known crashes and that of new ones; a log takes one
   * look at its pod besides.
   */
  private static final double MAX_REQUESTS_A_SECOND = APPS / 2.0 * (1 + 3) + (20 + 20) * 2;

  /** For a command, and for what the watches ask when they begin anew. */
  private static final int OTHER_REQUESTS = 60;

  @AutoClose private final SimulatedCluster simulated = SimulatedCluster.start(Harness.CLUSTER);

  @AutoClose private final PodChurn storm = new PodChurn(simulated.url(), APPS, PODS_OF_EACH);

  @AutoClose private final Harness berth;
  private int mostWaiting;

  PodChurnIT(@TempDir Path directory) throws IOException {
    Path given = directory.resolve("given");
    Files.writeString(given, simulated.kubeconfig().replace(simulated.url(), storm.url()));
    berth =
        new Harness(
            given,
            directory,
            "--berth.registry.endpoints=*=" + simulated.url(),
            "--berth.rollout.grace.fatal=1h",
            "--berth.rollout.grace.crash=1h",
            "--berth.rollout.grace.unschedulable=1h",
            "--berth.rollout.grace.not-ready=1h");
    berth.createNamespace("shop");
    berth.start();
  }

  @Test
  @Tag("fault-A8")
  void flappingPods_delayNoOtherApplication_andDoNotOverloadTheApiServer() throws Exception {
    List<String> rollouts =
        IntStream.range(0, APPS).mapToObj(PodChurnIT::deploy).map(berth::send).toList();
    await().atMost(LONG).until(() -> rollouts.stream().allMatch(this::applied));

    long began = System.nanoTime();
    storm.begin();
    String other =
        berth.send(new Deploy(ANN.withDeadline(LONG), shop("calm"), spec(GOOD, 3), false));
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              mostWaiting = Math.max(mostWaiting, reconcileQueueDepth());
              return storm.changes() >= (long) FEWEST_ROUNDS * APPS * PODS_OF_EACH
                  && System.nanoTime() - began >= SHORTEST.toNanos()
                  && berth.operationsOf(other).stream().anyMatch(Harness::isVerdict);
            });
    double seconds = (System.nanoTime() - began) / 1e9;
    List<String> requests = storm.requests();
    storm.end();

    assertThat(berth.concluded(other).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(rollouts).noneMatch(this::concluded);
    assertThat(requests)
        .hasSizeLessThan((int) (MAX_REQUESTS_A_SECOND * (seconds + 2)) + OTHER_REQUESTS)
        .anyMatch(line -> line.contains("/events?") && line.contains("involvedObject.name="))
        .noneMatch(line -> line.contains("/events?") && !line.contains("limit="));
    assertThat(mostWaiting).isLessThanOrEqualTo(APPS + 1);
    IntStream.range(0, APPS)
        .forEach(app -> await().atMost(LONG).untilAsserted(() -> showsTheLastOf(app)));
  }

  private static Deploy deploy(int app) {
    return new Deploy(
        ANN.withDeadline(Duration.ofHours(1)),
        shop(PodChurn.app(app)),
        spec("shop/cart:1-unready", 3),
        false);
  }

  private boolean applied(String id) {
    return berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance);
  }

  private boolean concluded(String id) {
    return berth.operationsOf(id).stream().anyMatch(Harness::isVerdict);
  }

  private void showsTheLastOf(int app) {
    InformerAppCache cache = berth.bean(DeployLifecycle.class).cache();
    List<Pod> pods = cache.pods(shop(PodChurn.app(app)));
    assertThat(pods)
        .extracting(pod -> pod.getMetadata().getResourceVersion())
        .containsExactlyInAnyOrderElementsOf(storm.versionsOf(app));
    assertThat(pods).allMatch(pod -> pod.getStatus().getContainerStatuses().getFirst().getReady());
  }

  private int reconcileQueueDepth() throws Exception {
    return Stream.of(berth.page("/actuator/prometheus").split("\n"))
        .filter(line -> line.startsWith("berth_deploy_reconcile_queue_depth"))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow()
        .intValue();
  }
}
