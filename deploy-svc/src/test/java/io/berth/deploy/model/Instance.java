/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.commands.DeadlineWatcher;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.testing.TestPartitionOwnership;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One instance of the service, connected as {@code CommandPipeline} connects it. */
final class Instance {

  private record Task(AppRef app, Runnable work) {}

  private final String name;
  private final World world;
  private final CallInterceptor calls;
  private final InformerStores informers;
  private final TestPartitionOwnership ownership = new TestPartitionOwnership();
  private final InstanceOperations operations;
  private final TestPipeline pipeline;
  private final DeadlineWatcher deadlines;
  private final PolledCommands polled;
  private final Deque<Task> tasks = new ArrayDeque<>();
  private Writer writer;
  private boolean toBeRecovered;

  Instance(String name, World world) {
    this.name = name;
    this.world = world;
    this.writer = new Writer(name, "", null, false);
    this.calls = new CallInterceptor(steps -> world.whilePaused(this, steps));
    this.informers = new InformerStores(world.objects());
    this.operations = new InstanceOperations(world, calls, () -> world.isOwner(this));
    KubernetesClient client = new ApiClient(world, calls, this::writer, informers).kubernetes();
    InformerAppCache cache = new InformerAppCache(World.CLUSTER, client, _ -> {});
    Cluster cluster = new KubernetesCluster(World.CLUSTER, client, cache, 3, (_, _) -> false);
    MonotonicClock clock = new MonotonicClock(world::now, world::nanos);
    var context = new ClusterContext(World.CLUSTER, cache, cluster, operations, clock);
    this.pipeline =
        new TestPipeline(
            context,
            new Planner(new PolicyRules(PolicyParameters.standard())),
            new RolloutDecider(FailureGracePeriods.standard()),
            world.operations()::fleet,
            ownership,
            new InternalTasks(ownership, (app, task) -> tasks.add(new Task(app, task))));
    this.deadlines = new DeadlineWatcher(context, pipeline.pending());
    this.polled = new PolledCommands(world.commands(), pipeline.pending());
  }

  private Writer writer() {
    return world.isOwner(this) ? writer : new Writer(name, writer.app(), writer.commandId(), true);
  }

  String name() {
    return name;
  }

  InformerStores informers() {
    return informers;
  }

  void plan(@Nullable Trouble trouble) {
    calls.plan(trouble);
  }

  /** The partitions are assigned: as {@code OwnershipRecovery} does. */
  void takeOver() {
    operations.catchUp();
    polled.start();
    ownership.assign();
    pipeline.waves().resume(world.commands().records());
    pipeline.removals().resume(world.commands().records());
    toBeRecovered = true;
  }

  /** Another instance has the partitions. */
  void release() {
    ownership.lose();
    polled.clear();
    pipeline.tracker().releaseLost();
    pipeline.waves().releaseLost();
    pipeline.removals().releaseLost();
  }

  /** It was paused for so long that it does not know what it owns. */
  void doubt() {
    ownership.doubt();
  }

  /** It hears from Kafka again. */
  void revalidate() {
    if (ownership.isDoubtful() && ownership.isAssigned()) {
      operations.catchUp();
      ownership.assign();
    }
  }

  /**
   * Handles the next command of an application.
   *
   * @param ahead how many records are read ahead of it
   */
  void handle(AppRef subject, int ahead) {
    polled.poll(subject, ahead);
    ReceivedCommand next = polled.next(subject);
    if (next != null && world.has(PlantedFault.COMMITTED_EARLY)) {
      commit(subject, next);
    }
    if (next != null && attempt(subject, next)) {
      polled.done(next);
      calls.call(
          Trouble.Point.COMMIT,
          () -> {
            commit(subject, next);
            return next;
          },
          () -> new BrokerAwayException("the commit is lost"),
          () -> {});
    }
  }

  private void commit(AppRef subject, ReceivedCommand done) {
    if (world.isOwner(this)) {
      world.commands().commit(subject, (int) done.position().offset() + 1);
    }
  }

  /** False where it is to be tried again, as {@code RetryingWorker} does. */
  private boolean attempt(AppRef subject, ReceivedCommand next) {
    Writer before = writer;
    writer = new Writer(name, subject.toString(), next.id(), false);
    try {
      pipeline.pending().requireOwned(next);
      pipeline.handler().handle(next);
      return true;
    } catch (ClusterUnavailableException | BrokerAwayException | PartitionLostException e) {
      return false;
    } catch (RuntimeException e) {
      world.fail(name + " sends " + next.id() + " to the dead letters: " + e);
      return true;
    } finally {
      writer = before;
    }
  }

  /** Time has passed, or something changed. */
  void tick() {
    if (toBeRecovered) {
      toBeRecovered = false;
      reconciling(() -> pipeline.recovery().run(operations.open()));
    }
    for (AppRef app : world.apps()) {
      writer = new Writer(name, app.toString(), null, false);
      reconciling(() -> pipeline.reconciler().reconcile(app));
      reconciling(() -> pipeline.removals().reconcile(app));
    }
    writer = new Writer(name, "", null, false);
    reconciling(() -> pipeline.waves().reevaluate(pipeline.handler()::handle));
    reconciling(pipeline.recovery()::retry);
    pipeline
        .pending()
        .expired()
        .forEach(received -> reconciling(() -> deadlines.publishExpired(received)));
  }

  /** Runs what waits in the applications' key order. */
  void runTasks() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      writer = new Writer(name, task.app().toString(), null, false);
      reconciling(task.work());
    }
    writer = new Writer(name, "", null, false);
  }

  private void reconciling(Runnable work) {
    try {
      work.run();
    } catch (ClusterUnavailableException
        | ClusterRejectedException
        | StaleWriteException
        | BrokerAwayException
        | PartitionLostException e) {
      // It is tried again at the next tick.
    } catch (RuntimeException e) {
      world.fail(name + " failed while it reconciled: " + e);
    }
  }
}
