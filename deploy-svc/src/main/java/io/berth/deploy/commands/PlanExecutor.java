/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.events.operation.Change;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the plan of a command and publishes the result. */
final class PlanExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(PlanExecutor.class);

  private final String clusterName;
  private final Cluster cluster;
  private final OperationLog operations;
  private final RolloutTracker tracker;
  private final PendingCommands pending;
  private final OperationPublisher publisher;
  private final DryRun dryRun;

  PlanExecutor(
      String clusterName,
      DryRun dryRun,
      Cluster cluster,
      OperationLog operations,
      RolloutTracker tracker,
      PendingCommands pending,
      OperationPublisher publisher) {
    this.clusterName = clusterName;
    this.cluster = cluster;
    this.operations = operations;
    this.tracker = tracker;
    this.pending = pending;
    this.publisher = publisher;
    this.dryRun = dryRun;
  }

  DryRun dryRun() {
    return dryRun;
  }

  void execute(ReceivedCommand received, Plan plan, ClusterSnapshot snapshot) {
    LOG.info(
        "Command {} ({}) for {} in {} planned: {}",
        received.id(),
        received.command().verb(),
        received.command().subject(),
        clusterName,
        describe(plan));
    switch (plan) {
      case Plan.Reject reject -> reject(received, reject);
      case Plan.Delete delete -> delete(received, delete, snapshot);
      case Plan.ApplyNamespace namespace -> ensureNamespace(received, namespace);
      case Plan.Apply apply -> apply(received, apply, snapshot);
    }
  }

  private static String describe(Plan plan) {
    return switch (plan) {
      case Plan.Reject(List<Violation> violations) ->
          violations.stream()
              .map(violation -> violation.rule() + " (" + violation.field() + ")")
              .collect(Collectors.joining(", ", "reject it, it breaks ", ""));
      case Plan.Apply apply ->
          "apply release "
              + apply.release()
              + ", "
              + String.join(", ", OperationPublisher.objectNames(apply.objects()));
      case Plan.Delete _ -> "delete the application and its releases";
      case Plan.ApplyNamespace namespace ->
          "apply " + String.join(", ", OperationPublisher.objectNames(namespace.objects()));
    };
  }

  private void reject(ReceivedCommand received, Plan.Reject reject) {
    supersedeAfterRemove(received);
    dryRun.reject(received, reject);
  }

  private void delete(ReceivedCommand received, Plan.Delete delete, ClusterSnapshot snapshot) {
    publisher.publishAccepted(
        received,
        null,
        List.of(new Change("Deployment/" + delete.app().name(), "", "", null)),
        List.of());
    if (dryRun.concludeIfDryRun(received, null) || isConcluded(received)) {
      return;
    }
    List<String> objects = cluster.delete(delete.app(), received.ref());
    supersedeRollout(received, snapshot);
    supersedeOpenCommands(received); // the snapshot may be older than what was deleted
    publisher.publishApplied(received, null, objects);
    publisher.publishSucceeded(publisher.ref(received), null, null, "The application is removed.");
  }

  private void ensureNamespace(ReceivedCommand received, Plan.ApplyNamespace namespace) {
    if (!dryRun.accept(received, namespace)
        || dryRun.concludeIfDryRun(received, null)
        || isConcluded(received)) {
      return;
    }
    try {
      cluster.apply(namespace.objects());
      publisher.publishApplied(received, null, OperationPublisher.objectNames(namespace.objects()));
      publisher.publishSucceeded(
          publisher.ref(received), null, null, "The namespace is as asked for.");
    } catch (ClusterRejectedException e) {
      publishFailure(received, null, e);
    }
  }

  private void apply(ReceivedCommand received, Plan.Apply plan, ClusterSnapshot snapshot) {
    Long release = plan.release();
    if (!dryRun.accept(received, plan)
        || dryRun.concludeIfDryRun(received, release)
        || isConcluded(received)) {
      return;
    }
    try {
      ObservedApp live = cluster.apply(plan);
      boolean own = live.lastCommand().commandId().equals(received.id());
      if (own) {
        supersedeRollout(received, snapshot);
      }
      publisher.publishApplied(received, release, OperationPublisher.objectNames(plan.objects()));
      if (!own) {
        publisher.publishPromoted(received);
      }
      tracker.track(Rollout.of(live));
    } catch (ClusterRejectedException e) {
      publishFailure(received, release, e);
    }
  }

  /**
   * Whether a verdict was published meanwhile; also requires that this instance still owns the
   * command.
   */
  private boolean isConcluded(ReceivedCommand received) {
    pending.requireOwned(received);
    return operations.isConcluded(received.id());
  }

  private void publishFailure(
      ReceivedCommand received, @Nullable Long release, ClusterRejectedException e) {
    publisher.publishFailed(
        publisher.ref(received),
        Verdict.FAILED,
        release,
        null,
        ApiRejections.diagnosis(clusterName, e));
  }

  /** Publishes that the roll-out in progress is superseded. */
  private void supersedeRollout(ReceivedCommand received, ClusterSnapshot snapshot) {
    ObservedApp before = snapshot.live();
    if (before != null
        && !before.lastCommand().commandId().equals(received.id())
        && !operations.isConcluded(before.lastCommand().commandId())) {
      tracker.supersede(Rollout.of(before), received.id());
    }
  }

  /**
   * The application is deleted already, and the instance that deleted it did not publish what it
   * superseded.
   */
  private void supersedeAfterRemove(ReceivedCommand received) {
    if (received.command().verb().equals("remove") && operations.isAccepted(received.id())) {
      supersedeOpenCommands(received);
    }
  }

  private void supersedeOpenCommands(ReceivedCommand received) {
    operations.open().stream()
        .filter(open -> open.app().equals(received.command().subject()))
        .filter(open -> !open.commandId().equals(received.id()))
        .forEach(open -> publisher.publishSuperseded(publisher.ref(open), null, received.id()));
  }
}
