/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.terminating;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.testing.TestPartitionOwnership;
import io.berth.events.AppRef;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a drift is published, and when it is reverted. */
class DriftDetectorTest {

  private static final Drift DRIFT =
      new Drift("Service/cart", "", "nothing", "the Service", Drift.UNKNOWN, null);

  private final ObservedApp running = live(release(1), 3);
  private final List<Operation> topic = new ArrayList<>();
  private final FixedAppCache cache = new FixedAppCache();
  private final Deque<Runnable> lane = new ArrayDeque<>();
  private final Comparison comparison = new Comparison();
  private final Log log = new Log();
  private @Nullable ObservedApp fresh = running;
  private final TestPartitionOwnership ownership = TestPartitionOwnership.assigned();

  private final DriftDetector detector =
      new DriftDetector(
          new ClusterContext(
              "dc-a",
              cache,
              new StubCluster() {
                @Override
                public Optional<ObservedApp> observe(AppRef app) {
                  return Optional.ofNullable(fresh);
                }
              },
              new RecordingOperationLog(topic, _ -> {}),
              new MonotonicClock(() -> NOON, () -> 0)),
          comparison,
          log,
          new InternalTasks(ownership, (_, task) -> lane.add(task)));

  @Test
  void drift_isPublishedAtOnce_andRevertedInKeyOrder() {
    check(running);

    assertThat(log.published).containsExactly(DRIFT);
    assertThat(comparison.restored).isEmpty();

    runTasks();

    assertThat(comparison.restored).containsExactly(running);
  }

  @Test
  void revert_readsTheDeploymentAgain() {
    fresh = live(release(1), 7);
    check(running);
    runTasks();

    assertThat(comparison.restored).containsExactly(fresh);
  }

  @Test
  void healing_needsThePartition() {
    ownership.lose();
    check(running);
    runTasks();

    assertThat(comparison.restored).isEmpty();
  }

  @Test
  void partitionThatIsLostMeanwhile_isNotWritten() {
    check(running);
    ownership.lose();
    runTasks();

    assertThat(comparison.restored).isEmpty();
  }

  @Test
  void applicationThatIsGone_isNotRestored() {
    check(running);
    fresh = null;
    runTasks();

    assertThat(comparison.restored).isEmpty();
  }

  @Test
  void applicationThatIsBeingDeleted_hasNoDrift_andIsNotRestored() {
    check(terminating(running));
    runTasks();

    assertThat(log.published).isEmpty();
    assertThat(comparison.restored).isEmpty();
    assertThat(detector.pendingApps()).isEmpty();
  }

  @Test
  void applicationThatIsDeletedMeanwhile_isNotRestored() {
    check(running);
    fresh = terminating(running);
    runTasks();

    assertThat(comparison.restored).isEmpty();
  }

  @Test
  void newerCommand_isNotOverwritten() {
    check(running);
    fresh = live(release(2), 3);
    runTasks();

    assertThat(comparison.restored).isEmpty();
  }

  @Test
  void openCommand_isWaitedFor() {
    topic.add(new Applied(ref("command-1", "deploy"), 1L, List.of()));
    check(running);
    runTasks();

    assertThat(log.published).containsExactly(DRIFT);
    assertThat(comparison.restored).isEmpty();

    topic.add(concluded("command-1", "deploy", Verdict.SUCCEEDED));
    check(running);
    runTasks();

    assertThat(comparison.restored).containsExactly(running);
    assertThat(log.published).as("once").containsExactly(DRIFT);
  }

  @Test
  void removal_isNoDrift_unlessItFails() {
    topic.add(new Accepted(ref("removal", "remove"), null, List.of(), List.of()));
    check(running);
    runTasks();

    assertThat(log.published).isEmpty();
    assertThat(comparison.restored).isEmpty();
    assertThat(detector.pendingApps()).containsExactly(CART);

    topic.add(concluded("removal", "remove", Verdict.FAILED));
    check(running);
    runTasks();

    assertThat(log.published).containsExactly(DRIFT);
    assertThat(comparison.restored).containsExactly(running);
  }

  @Test
  void revertThatChangesNothing_isNotRepeatedAtOnce() {
    check(running);
    runTasks();
    check(running);
    runTasks();

    assertThat(comparison.restored).hasSize(1);
    assertThat(detector.pendingApps()).containsExactly(CART);
  }

  /** The second check of an application compares it; the first one only remembers it. */
  private void check(ObservedApp live) {
    comparison.count++;
    cache.only(List.of(live.deployment()));
    detector.check(CART);
    comparison.count++;
    detector.check(CART);
  }

  private void runTasks() {
    for (Runnable task = lane.poll(); task != null; task = lane.poll()) {
      task.run();
    }
  }

  private static OperationRef ref(String commandId, String verb) {
    return new OperationRef(commandId, verb, CART, "dc-a", "ann", NOON);
  }

  private static Concluded concluded(String commandId, String verb, Verdict verdict) {
    return new Concluded(ref(commandId, verb), verdict, null, null, null, "so it is", null, null);
  }

  /** Each check sees changed objects, with the same drift. */
  private static final class Comparison implements ObjectComparison {
    private final List<ObservedApp> restored = new ArrayList<>();
    private int count;

    @Override
    public String fingerprint(ObservedApp live) {
      return Integer.toString(count);
    }

    @Override
    public boolean hasForeignChanges(ObservedApp live) {
      return false;
    }

    @Override
    public List<Drift> drifts(ObservedApp live) {
      return List.of(DRIFT);
    }

    @Override
    public boolean isSelfHealing(ObservedApp live) {
      return true;
    }

    @Override
    public void restore(ObservedApp live) {
      restored.add(live);
    }
  }

  private static final class Log implements DriftLog {
    private final List<Drift> published = new ArrayList<>();

    @Override
    public List<Drift> open(AppRef app) {
      return List.copyOf(published);
    }

    @Override
    public void publish(ObservedApp live, Drift drift, String fingerprint, boolean ended) {
      published.add(drift);
    }

    @Override
    public void forget(AppRef app) {
      published.clear();
    }
  }
}
