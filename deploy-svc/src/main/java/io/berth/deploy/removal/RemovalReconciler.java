/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.removal;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.DeadlineDiagnosis;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.removal.RemovalDecider.RemovalStatus;
import io.berth.events.AppRef;
import io.berth.events.command.Remove;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows removals to their verdicts: an accepted deletion is not a finished one, since finalizers
 * hold objects and pods take their time. One for each application.
 */
public final class RemovalReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(RemovalReconciler.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** How often what somebody creates again is deleted again. */
  private static final int MAX_REPEATS = 3;

  private final ClusterContext context;
  private final PartitionOwnership ownership;
  private final InternalTasks tasks;
  private final Consumer<AppRef> enqueue;
  private final OperationPublisher publisher;
  private final Map<AppRef, Followed> byApp = new ConcurrentHashMap<>();

  /**
   * A removal on its way.
   *
   * @param since when it was followed first
   * @param nextLook when it is looked at again, unless something is seen to change before
   * @param repeats how often it has deleted again what somebody created again
   */
  private record Followed(ReceivedCommand removal, Instant since, Instant nextLook, int repeats) {

    /**
     * Whether the pods that the caches show should have ended by now: those of a Deployment that
     * somebody else has created under the application's name since never do.
     */
    boolean doubtsPods(Instant asOf) {
      return !asOf.isBefore(since.plus(LONGEST_PAUSE)) && !asOf.isBefore(nextLook);
    }

    Followed repeated() {
      return new Followed(removal, since, nextLook, repeats + 1);
    }

    /** A quarter of the time that it has taken so far, and from one second to fifteen. */
    Followed waiting(Instant asOf) {
      long quarter = Duration.between(since, asOf).toMillis() / 4;
      long pause = Math.clamp(quarter, SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
      return new Followed(removal, since, asOf.plusMillis(pause), repeats);
    }
  }

  /**
   * @param tasks runs a repeated delete in order with the application's commands
   * @param enqueue has an application reconciled soon
   */
  public RemovalReconciler(
      ClusterContext context,
      PartitionOwnership ownership,
      InternalTasks tasks,
      Consumer<AppRef> enqueue) {
    this.context = context;
    this.ownership = ownership;
    this.tasks = tasks;
    this.enqueue = enqueue;
    this.publisher = context.publisher();
  }

  /** Follows a removal whose objects are deleted. It counts from its first record on. */
  public void track(ReceivedCommand removal) {
    if (!isConcluded(removal)) {
      Instant now = asOf(removal);
      byApp.compute(
          removal.command().subject(),
          (_, first) ->
              first != null && first.removal().id().equals(removal.id())
                  ? first
                  : new Followed(removal, now, now, 0));
    }
    enqueue.accept(removal.command().subject());
  }

  /**
   * Resumes what an earlier instance left.
   *
   * @param commands in the order in which they were issued
   */
  public void resume(Collection<ReceivedCommand> commands) {
    commands.stream()
        .filter(received -> received.command() instanceof Remove)
        .filter(received -> received.command().meta().targets(context.name()))
        .filter(received -> context.operations().isApplied(received.id()))
        .filter(received -> ownership.owns(received.position().toString()))
        .forEach(this::track);
  }

  /** Stops following what another instance owns. */
  public void releaseLost() {
    byApp.values().removeIf(followed -> !ownership.owns(followed.removal().position().toString()));
  }

  /**
   * The applications to be reconciled as time passes: the longer something is held, the less often
   * the API server is asked. A change that the informers see is reconciled at once.
   */
  public Set<AppRef> pendingApps() {
    return byApp.values().stream()
        .filter(this::isDue)
        .map(followed -> followed.removal().command().subject())
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isDue(Followed followed) {
    Instant asOf = asOf(followed.removal());
    return !asOf.isBefore(followed.nextLook()) || !asOf.isBefore(followed.removal().deadline());
  }

  private Instant asOf(ReceivedCommand removal) {
    return context.clock().asOf(removal.id());
  }

  /**
   * Publishes the verdict where it is due. To be called by one thread at a time for each
   * application.
   */
  public void reconcile(AppRef app) {
    Followed followed = byApp.get(app);
    if (followed == null || !ownership.holds(followed.removal().position().toString())) {
      return;
    }
    ReceivedCommand removal = followed.removal();
    if (!isConcluded(removal)) {
      publish(removal, evaluate(followed, app));
    }
    if (isConcluded(removal)) {
      byApp.remove(app, followed);
    } else {
      byApp.computeIfPresent(
          app,
          (_, current) ->
              current.removal().id().equals(removal.id())
                  ? current.waiting(asOf(removal))
                  : current);
    }
  }

  private boolean isConcluded(ReceivedCommand removal) {
    return context.operations().isConcluded(removal.id());
  }

  /** While the caches show pods that may still end, the API server need not be asked. */
  private RemovalStatus evaluate(Followed followed, AppRef app) {
    ReceivedCommand removal = followed.removal();
    Instant asOf = asOf(removal);
    Optional<ObservedApp> cached = context.cache().find(app).filter(removal::isAppliedIn);
    if (cached.isPresent()) {
      return new RemovalStatus.Superseded(cached.get().lastCommand().commandId());
    }
    boolean late = !asOf.isBefore(removal.deadline());
    if (!late && !followed.doubtsPods(asOf) && context.cache().hasPods(app)) {
      return new RemovalStatus.Waiting();
    }
    try {
      List<RemainingObject> remaining = context.cluster().remaining(app);
      RemovalStatus status =
          RemovalDecider.evaluate(
              removal, context.cluster().observe(app).orElse(null), remaining, asOf);
      if (status instanceof RemovalStatus.Waiting
          && remaining.stream().anyMatch(RemainingObject::isRecreated)) {
        deleteAgain(followed, app);
      }
      return status;
    } catch (ClusterUnavailableException e) {
      return late
          ? new RemovalStatus.TimedOut(
              DeadlineDiagnosis.of(context.name(), removal, true, new Delay.Failed(e)))
          : new RemovalStatus.Waiting();
    } catch (ClusterRejectedException e) {
      return late
          ? new RemovalStatus.TimedOut(ApiRejections.diagnosis(context.name(), e))
          : new RemovalStatus.Waiting();
    }
  }

  /** The task that deletes an application's objects again. */
  private record RepeatedDelete(AppRef app) {}

  private void deleteAgain(Followed followed, AppRef app) {
    ReceivedCommand removal = followed.removal();
    if (followed.repeats() < MAX_REPEATS && !asOf(removal).isBefore(followed.nextLook())) {
      tasks.submit(
          new RepeatedDelete(app),
          app,
          removal.position().toString(),
          () -> deleteAgain(removal, app));
    }
  }

  /** Commands that were handled since may have deployed the application again. */
  private void deleteAgain(ReceivedCommand removal, AppRef app) {
    boolean newer = context.cluster().observe(app).filter(removal::isAppliedIn).isPresent();
    if (newer || isConcluded(removal)) {
      return;
    }
    List<String> objects = context.cluster().delete(app, removal.ref());
    byApp.computeIfPresent(app, (_, followed) -> followed.repeated());
    LOG.warn(
        "Command {} ({}) for {} in {} deleted again what somebody has created again: {}",
        removal.id(),
        removal.command().verb(),
        app,
        context.name(),
        String.join(", ", objects));
  }

  private void publish(ReceivedCommand removal, RemovalStatus status) {
    switch (status) {
      case RemovalStatus.Waiting _ -> {}
      case RemovalStatus.Removed _ ->
          publisher.publishSucceeded(
              publisher.ref(removal), null, null, "The application is removed.");
      case RemovalStatus.Superseded superseded ->
          publisher.publishSuperseded(publisher.ref(removal), null, superseded.newer());
      case RemovalStatus.TimedOut late ->
          publisher.publishFailed(
              publisher.ref(removal), Verdict.TIMED_OUT, null, null, late.diagnosis());
    }
  }
}
