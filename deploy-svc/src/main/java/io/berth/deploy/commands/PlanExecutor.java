/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.removal.RemovalReconciler;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Change;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
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
  private final OperationPublisher publisher;
  private final PendingCommands pending;
  private final RolloutTracker tracker;
  private final RemovalReconciler removals;

  PlanExecutor(
      ClusterContext context,
      PendingCommands pending,
      RolloutTracker tracker,
      RemovalReconciler removals) {
    this.clusterName = context.name();
    this.cluster = context.cluster();
    this.operations = context.operations();
    this.publisher = context.publisher();
    this.pending = pending;
    this.tracker = tracker;
    this.removals = removals;
  }

  void execute(ReceivedCommand received, CommandDecision.Execute decision) {
    logPlan(received, describe(decision.plan()));
    Optional<Preview> accepted = accept(received, decision.plan());
    if (accepted.isEmpty()) {
      return;
    }
    if (decision instanceof CommandDecision.DryRun) {
      publisher.publishSucceeded(
          publisher.ref(received),
          release(decision.plan()),
          null,
          "A dry run: nothing was written.");
    } else if (!isConcluded(received)) {
      write(received, decision, accepted.get());
    }
  }

  /**
   * What a dry run of a plan found.
   *
   * @param changes the fields that would change
   * @param deleted the objects that would be deleted, as they were read: the delete that follows
   *     need not read them again
   */
  record Preview(List<Change> changes, List<HasMetadata> deleted) {}

  private void logPlan(ReceivedCommand received, String plan) {
    LOG.info(
        "Command {} ({}) for {} in {} planned: {}",
        received.id(),
        received.command().verb(),
        received.command().subject(),
        clusterName,
        received.command().meta().dryRun() ? plan + " (dry run: nothing is written)" : plan);
  }

  private static String describe(Plan.Write plan) {
    return switch (plan) {
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

  private static @Nullable Long release(Plan.Write plan) {
    return plan instanceof Plan.Apply apply ? apply.release() : null;
  }

  /** Publishes that a command is accepted; or that the API server rejects it, and is empty. */
  Optional<Preview> accept(ReceivedCommand received, Plan.Write plan) {
    try {
      Preview preview = preview(received, plan);
      publisher.publishAccepted(
          received,
          release(plan),
          preview.changes(),
          plan instanceof Plan.Apply apply ? apply.notes() : List.of());
      return Optional.of(preview);
    } catch (ClusterRejectedException e) {
      refuse(received, e);
      return Optional.empty();
    }
  }

  /**
   * The API server lets the application not be read, written or deleted. What was accepted before
   * may have been written in part, so it is not rejected but fails.
   */
  void refuse(ReceivedCommand received, ClusterRejectedException e) {
    if (operations.isAccepted(received.id())) {
      publishFailure(received, null, e);
    } else {
      publisher.publishRejected(received, List.of(ApiRejections.violation(clusterName, e)));
    }
  }

  private Preview preview(ReceivedCommand received, Plan.Write plan) {
    return switch (plan) {
      case Plan.Apply apply -> new Preview(changes(received, apply), List.of());
      case Plan.Delete delete -> {
        List<HasMetadata> deleted = cluster.dryRunDelete(delete.app());
        String workload =
            deleted.stream()
                .filter(WorkloadKind::isWorkload)
                .map(WorkloadKind::label)
                .findFirst()
                .orElse("Deployment/" + delete.app().name());
        yield new Preview(List.of(new Change(workload, "", "", null)), deleted);
      }
      case Plan.ApplyNamespace namespace -> {
        cluster.checkOwnership(namespace.objects());
        yield new Preview(List.of(), List.of());
      }
    };
  }

  /**
   * Who asks for a dry run of a Deploy wants to know what a canary or preview will change, not only
   * that it begins: both are asked for, and the former is told.
   */
  private List<Change> changes(ReceivedCommand received, Plan.Apply plan) {
    List<Change> first = cluster.dryRun(plan);
    boolean isStaged = plan.desired().parallel() != null;
    return isStaged && received.isDryRun() && received.command() instanceof Deploy
        ? cluster.dryRun(plan.rolledOut())
        : first;
  }

  /**
   * Whether a verdict was published meanwhile; also requires that this instance still owns the
   * command.
   */
  private boolean isConcluded(ReceivedCommand received) {
    pending.requireOwned(received);
    return operations.isConcluded(received.id());
  }

  private void write(ReceivedCommand received, CommandDecision.Execute decision, Preview preview) {
    switch (decision) {
      case CommandDecision.DryRun _ ->
          throw new IllegalArgumentException("a dry run is not written");
      case CommandDecision.Apply apply -> apply(received, apply);
      case CommandDecision.Delete delete -> delete(received, delete, preview.deleted());
      case CommandDecision.ApplyNamespace namespace -> apply(received, namespace.plan());
    }
  }

  private void apply(ReceivedCommand received, CommandDecision.Apply decision) {
    Plan.Apply plan = decision.plan();
    Long release = plan.release();
    try {
      ObservedApp live = cluster.apply(plan);
      boolean own = live.lastCommand().commandId().equals(received.id());
      if (own) {
        supersede(received, decision.supersedes());
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

  private void delete(
      ReceivedCommand received, CommandDecision.Delete decision, List<HasMetadata> found) {
    List<String> objects = cluster.delete(decision.plan().app(), found, received.ref());
    supersede(received, decision.supersedes());
    supersedeOpenCommands(received); // the snapshot may be older than what was deleted
    publisher.publishApplied(received, null, objects);
    removals.track(received);
  }

  private void apply(ReceivedCommand received, Plan.ApplyNamespace plan) {
    try {
      List<HasMetadata> applied = cluster.apply(plan.objects());
      publisher.publishApplied(received, null, OperationPublisher.objectNames(applied));
      publisher.publishSucceeded(
          publisher.ref(received), null, null, "The namespace is as asked for.");
    } catch (ClusterRejectedException e) {
      publishFailure(received, null, e);
    }
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

  private void supersede(ReceivedCommand received, @Nullable Rollout inProgress) {
    if (inProgress != null) {
      tracker.supersede(inProgress, received.id());
    }
  }

  void reject(ReceivedCommand received, List<Violation> violations) {
    logPlan(
        received,
        violations.stream()
            .map(violation -> violation.rule() + " (" + violation.field() + ")")
            .collect(Collectors.joining(", ", "reject it, it breaks ", "")));
    publisher.publishRejected(received, violations);
  }

  /**
   * The application is deleted already, and the instance that deleted it did not publish what it
   * superseded.
   */
  void resumeRemoved(ReceivedCommand received) {
    supersedeOpenCommands(received);
    publisher.publishApplied(received, null, List.of());
    removals.track(received);
  }

  private void supersedeOpenCommands(ReceivedCommand received) {
    operations.open().stream()
        .filter(open -> open.isOn(received.command().subject()))
        .filter(open -> !open.commandId().equals(received.id()))
        .forEach(open -> publisher.publishSuperseded(publisher.ref(open), null, received.id()));
  }
}
