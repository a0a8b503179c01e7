/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.removal;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.terminating;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.diagnosis.RemainingObject;
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
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A removal has its verdict when nothing of the application is left. */
class RemovalReconcilerTest {

  private static final RemainingObject HELD =
      new RemainingObject("Deployment/cart", true, List.of("x.example.com/hold"));
  private static final RemainingObject POD = new RemainingObject("Pod/cart-1-a", true, List.of());
  private static final ReceivedCommand REMOVE =
      new ReceivedCommand(
          "removal",
          new Remove(ANN.withDeadline(Duration.ofMinutes(1)), CART, "cart"),
          NOON,
          new RecordPosition("berth.commands", 1, 50));

  private final List<Operation> topic = new ArrayList<>();
  private final FixedAppCache cache = new FixedAppCache();
  private final List<RemainingObject> remaining = new ArrayList<>();
  private Instant now = NOON;
  private @Nullable ObservedApp live;
  private boolean away;
  private final TestPartitionOwnership ownership = TestPartitionOwnership.assigned();
  private int looks;

  private final ClusterContext context =
      new ClusterContext(
          "dc-a",
          cache,
          new Cluster(),
          new RecordingOperationLog(topic, _ -> {}),
          new MonotonicClock(() -> NOON, () -> Duration.between(NOON, now).toNanos()));
  private final RemovalReconciler removals =
      new RemovalReconciler(
          context, ownership, new InternalTasks(ownership, (_, task) -> task.run()), _ -> {});

  @Test
  void removal_succeeds_onceNothingIsLeft() {
    remaining.add(HELD);
    remaining.add(POD);
    removals.track(REMOVE);
    removals.reconcile(CART);
    remaining.remove(HELD);
    removals.reconcile(CART);

    assertThat(topic).isEmpty();

    remaining.clear();
    removals.reconcile(CART);
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(topic).hasSize(1);
    assertThat(removals.pendingApps()).isEmpty();
  }

  @Test
  void pods_areWaitedFor_withoutARequest() {
    cache.podsOf(CART);
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(topic).isEmpty();
    assertThat(looks).isZero();

    cache.podsOf(null);
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void deadline_namesWhatIsHeld_andItsFinalizers() {
    IntStream.range(0, 20)
        .mapToObj(i -> new RemainingObject("Pod/cart-" + i, true, List.of()))
        .forEach(remaining::add);
    remaining.add(HELD);
    removals.track(REMOVE);
    removals.reconcile(CART);
    now = NOON.plusSeconds(60);
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict().diagnosis())
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.cause()).isEqualTo(Cause.DELETION_BLOCKED);
              assertThat(diagnosis.explanation())
                  .startsWith(
                      "It was deleted and is not gone: Deployment/cart is being deleted, held by"
                          + " the finalizer x.example.com/hold; Pod/")
                  .endsWith("Objects that are not named here: 11.");
              assertThat(diagnosis.evidence())
                  .hasSize(10)
                  .first()
                  .extracting(Evidence::object)
                  .isEqualTo("Deployment/cart");
              assertThat(diagnosis.advice().getFirst())
                  .contains("kubectl -n shop patch deployment/cart --type=merge");
            });
    assertThat(removals.pendingApps()).isEmpty();
  }

  @Test
  void podsThatDoNotEnd_areNamedAtTheDeadline() {
    cache.podsOf(CART);
    remaining.add(POD);
    removals.track(REMOVE);
    removals.reconcile(CART);
    now = NOON.plusSeconds(60);
    removals.reconcile(CART);

    assertThat(verdict().diagnosis().explanation())
        .isEqualTo("It was deleted and is not gone: Pod/cart-1-a is being deleted.");
  }

  @Test
  void newerCommand_takesItsPlace_howeverItIsSeen() {
    live = live(release(60), 3);
    remaining.add(new RemainingObject("Deployment/cart", false, List.of()));
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(verdict().supersededBy()).isEqualTo("command-60");
  }

  @Test
  void redeliveredRemoval_countsFromItsFirstRecordOn() {
    removals.track(REMOVE);
    removals.track(
        new ReceivedCommand(
            REMOVE.id(), REMOVE.command(), NOON, new RecordPosition("berth.commands", 1, 70)));
    live = live(release(60), 3);
    removals.reconcile(CART);

    assertThat(verdict().supersededBy()).isEqualTo("command-60");
  }

  @Test
  void newerCommand_takesItsPlace_whileItsPodsRun() {
    cache.only(List.of(live(release(60), 3).deployment()));
    cache.podsOf(CART);
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(verdict().supersededBy()).isEqualTo("command-60");
  }

  @Test
  void applicationThatIsHeld_isNoNewerCommand() {
    live = terminating(live(release(3), 3));
    cache.only(List.of(live.deployment()));
    remaining.add(HELD);
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(topic).isEmpty();
    now = NOON.plusSeconds(1);
    assertThat(removals.pendingApps()).containsExactly(CART);
  }

  @Test
  void outage_isWaitedFor_untilTheDeadline() {
    away = true;
    removals.track(REMOVE);
    removals.reconcile(CART);

    assertThat(topic).isEmpty();

    now = NOON.plusSeconds(60);
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict().diagnosis().cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
  }

  @Test
  void whatIsHeld_isAskedForLessAndLessOften_andAtOnceWhenSomethingChanges() {
    remaining.add(HELD);
    removals.track(REMOVE);
    for (int second = 0; second < 50; second++) {
      now = NOON.plusSeconds(second);
      removals.pendingApps().forEach(removals::reconcile);
    }
    assertThat(looks).isBetween(8, 16);

    remaining.clear();
    removals.reconcile(CART);

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void deadline_isTold_whenItPasses_notAtTheNextLook() {
    remaining.add(HELD);
    removals.track(REMOVE);
    now = NOON.plusSeconds(59);
    removals.reconcile(CART);
    now = NOON.plusSeconds(60);

    assertThat(removals.pendingApps()).containsExactly(CART);
  }

  @Test
  void instanceThatDoesNotOwnIt_publishesNothing() {
    removals.track(REMOVE);
    ownership.lose();
    removals.reconcile(CART);
    removals.releaseLost();

    assertThat(topic).isEmpty();
    assertThat(removals.pendingApps()).isEmpty();
  }

  @Test
  void takeover_resumesWhatWasAppliedAndHasNoVerdict() {
    removals.resume(List.of(REMOVE));

    assertThat(removals.pendingApps()).as("it was not applied").isEmpty();

    topic.add(new Applied(context.publisher().ref(REMOVE), null, List.of()));
    removals.resume(List.of(REMOVE));

    assertThat(removals.pendingApps()).containsExactly(CART);

    removals.reconcile(CART);
    removals.resume(List.of(REMOVE));

    assertThat(verdict().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(removals.pendingApps()).as("it has its verdict").isEmpty();
  }

  private Concluded verdict() {
    return (Concluded) topic.getLast();
  }

  private final class Cluster extends StubCluster {
    @Override
    public Optional<ObservedApp> observe(AppRef app) {
      looks++;
      if (away) {
        throw new ClusterUnavailableException("no answer", new IllegalStateException("away"));
      }
      return Optional.ofNullable(live);
    }

    @Override
    public List<RemainingObject> remaining(AppRef app) {
      return List.copyOf(remaining);
    }
  }
}
