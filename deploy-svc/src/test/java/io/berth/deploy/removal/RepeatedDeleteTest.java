/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.removal;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.testing.TestPartitionOwnership;
import io.berth.events.AppRef;
import io.berth.events.command.Remove;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a removal does about objects that are there again, or that are not its own. */
class RepeatedDeleteTest {

  private static final ReceivedCommand REMOVE =
      new ReceivedCommand(
          "removal",
          new Remove(ANN.withDeadline(Duration.ofMinutes(1)), CART, "cart"),
          NOON,
          new RecordPosition("berth.commands", 1, 50));

  private final List<Operation> topic = new ArrayList<>();
  private final FixedAppCache cache = new FixedAppCache();
  private final List<RemainingObject> remaining = new ArrayList<>();
  private final List<String> deletes = new ArrayList<>();
  private Instant now = NOON;
  private @Nullable ObservedApp live;

  private final TestPartitionOwnership ownership = TestPartitionOwnership.assigned();
  private final RemovalReconciler removals =
      new RemovalReconciler(
          new ClusterContext(
              "dc-a",
              cache,
              new Cluster(),
              new RecordingOperationLog(topic, _ -> {}),
              new MonotonicClock(() -> NOON, () -> Duration.between(NOON, now).toNanos())),
          ownership,
          new InternalTasks(ownership, (_, task) -> task.run()),
          _ -> {});

  @Test
  void whatSomebodyCreatesAgain_isDeletedAFewTimes_andThenItsWriterIsNamed() {
    remaining.add(new RemainingObject("Service/cart", false, List.of(), "kustomize-controller"));
    removals.track(REMOVE);
    for (int second = 0; second <= 60; second++) {
      now = NOON.plusSeconds(second);
      removals.pendingApps().forEach(removals::reconcile);
    }

    assertThat(deletes).containsOnly("removal").hasSize(3);
    assertThat(verdict().verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict().diagnosis().explanation())
        .contains("Service/cart was created again by kustomize-controller");
    assertThat(verdict().diagnosis().advice().getFirst())
        .contains("kustomize-controller", "Service/cart");
  }

  @Test
  void whatANewerCommandDeploys_isNotDeletedAgain() {
    remaining.add(new RemainingObject("Service/cart", false, List.of(), "somebody"));
    live = live(release(60), 3);
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(deletes).isEmpty();
  }

  @Test
  void podsThatDoNotEnd_areLookedUpInTheApiServer_sinceTheyMayBeSomebodyElses() {
    cache.podsOf(CART);
    removals.track(REMOVE);
    removals.reconcile(CART);
    now = NOON.plusSeconds(15);
    removals.pendingApps().forEach(removals::reconcile);

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  private Concluded verdict() {
    return (Concluded) topic.getLast();
  }

  private final class Cluster extends StubCluster {
    @Override
    public Optional<ObservedApp> observe(AppRef app) {
      return Optional.ofNullable(live);
    }

    @Override
    public List<String> delete(AppRef app, CommandRef by) {
      deletes.add(by.commandId());
      return List.of("Service/cart");
    }

    @Override
    public List<RemainingObject> remaining(AppRef app) {
      return List.copyOf(remaining);
    }
  }
}
