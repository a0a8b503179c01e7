/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.queue.InternalTasks;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls a failed release back to the last good one, as an operation of its own. */
public final class AutoRollback {

  /** The requester of the rollback. */
  static final String BERTH = "berth (auto-rollback)";

  private static final int MAX_EXPLANATION = 3000;
  private static final Logger LOG = LoggerFactory.getLogger(AutoRollback.class);
  private static final RecordPosition UNKNOWN_POSITION = new RecordPosition("none", 0, 0);

  private final String clusterName;
  private final Planner planner;
  private final Cluster cluster;
  private final OperationLog operations;
  private final RolloutTracker tracker;
  private final OperationPublisher publisher;
  private final InstantSource clock;
  private final InternalTasks tasks;
  private final ReleaseOutcomeRecorder outcomes;

  /**
   * @param tasks runs the rollback in order with the application's commands
   */
  public AutoRollback(
      ClusterContext context, Planner planner, RolloutTracker tracker, InternalTasks tasks) {
    this.clusterName = context.name();
    this.planner = planner;
    this.cluster = context.cluster();
    this.operations = context.operations();
    this.tracker = tracker;
    this.publisher = context.publisher();
    this.clock = context.clock();
    this.tasks = tasks;
    this.outcomes = new ReleaseOutcomeRecorder(clusterName, cluster);
  }

  /**
   * Rolls back and publishes the verdict; called again until it has done so. Retried as long as the
   * cluster is unavailable: the deadline bounds the roll-out, not its rollback.
   */
  void handle(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis) {
    tasks.submit(
        rollbackId(rollout),
        rollout.app(),
        rollout.command().position(),
        () -> {
          outcomes.record(rollout, ReleaseOutcome.BAD);
          Diagnosis explained = diagnosis;
          try {
            Optional<Diagnosis> failed = rollBack(rollout, progress, diagnosis);
            if (failed.isEmpty()) {
              return;
            }
            explained = failed.get();
          } catch (ClusterRejectedException e) {
            logRefusal(rollout, e);
            explained = withRefusal(diagnosis, ApiRejections.diagnosis(clusterName, e));
          }
          publisher.publishFailed(
              publisher.ref(rollout.command(), rollout.app()),
              verdict,
              rollout.release(),
              progress,
              explained);
        });
  }

  private static String rollbackId(Rollout rollout) {
    return rollout.command().commandId() + CommandFencing.ROLLBACK;
  }

  private void logRefusal(Rollout rollout, ClusterRejectedException e) {
    LOG.warn(
        "Command {} ({}) for {} in {} is not rolled back, the API server rejected it: {}",
        rollout.command().commandId(),
        rollout.command().verb(),
        rollout.app(),
        clusterName,
        e.getMessage());
  }

  /** Why the roll-out failed, and why it could not be rolled back. */
  private static Diagnosis withRefusal(Diagnosis failure, Diagnosis refusal) {
    String explanation =
        failure.explanation() + " The release before it was not put back: " + refusal.explanation();
    return new Diagnosis(
        failure.cause(),
        explanation.substring(0, Math.min(explanation.length(), MAX_EXPLANATION)),
        Stream.concat(failure.evidence().stream(), refusal.evidence().stream()).toList(),
        Stream.concat(failure.advice().stream(), refusal.advice().stream()).toList());
  }

  /**
   * Empty where the roll-out has its verdict; otherwise the diagnosis of the verdict that it is to
   * get.
   */
  private Optional<Diagnosis> rollBack(Rollout rollout, Progress progress, Diagnosis diagnosis) {
    if (operations.isConcluded(rollout.command().commandId())) {
      return Optional.empty();
    }
    ClusterSnapshot snapshot = cluster.snapshot(rollout.app());
    ObservedApp live = snapshot.live();
    if (live != null && live.lastCommand().commandId().equals(rollbackId(rollout))) {
      // An earlier attempt applied it and was interrupted before it could publish.
      publisher.publishRolledBack(
          publisher.ref(rollout.command(), rollout.app()),
          rollout.release(),
          progress,
          diagnosis,
          rollbackId(rollout));
      tracker.track(Rollout.of(live));
      return Optional.empty();
    }
    if (live == null || !live.lastCommand().commandId().equals(rollout.command().commandId())) {
      return Optional.of(diagnosis);
    }
    Optional<Release> good =
        snapshot
            .releases()
            .number(rollout.release())
            .flatMap(failed -> snapshot.releases().lastGoodBefore(failed));
    if (good.isEmpty()) {
      LOG.info(
          "Command {} ({}) for {} in {} is not rolled back: no good release precedes release {}",
          rollout.command().commandId(),
          rollout.command().verb(),
          rollout.app(),
          clusterName,
          rollout.release());
      return Optional.of(withRefusal(diagnosis, noGoodRelease(diagnosis.cause())));
    }
    ReceivedCommand received = rollbackCommand(rollout, good.get());
    return switch (planner.plan(received, snapshot)) {
      case Plan.Apply write ->
          apply(received, write, rollout, progress, diagnosis)
              ? Optional.empty()
              : Optional.of(diagnosis);
      case Plan.Reject(List<Violation> violations) -> {
        publisher.publishRejected(received, violations);
        yield Optional.of(withRefusal(diagnosis, violated(diagnosis.cause(), violations)));
      }
      case Plan.Delete _, Plan.ApplyNamespace _ ->
          throw new IllegalStateException("a rollback is planned as an apply");
    };
  }

  private static Diagnosis noGoodRelease(Cause cause) {
    return new Diagnosis(cause, "none that succeeded is kept.", List.of(), List.of());
  }

  private static Diagnosis violated(Cause cause, List<Violation> violations) {
    String rules =
        violations.stream()
            .map(
                it ->
                    "%s: %s: found %s, wanted %s"
                        .formatted(it.rule(), it.field(), it.found(), it.wanted()))
            .collect(Collectors.joining("; "));
    return new Diagnosis(
        cause,
        "it violates a rule now (" + rules + ").",
        List.of(),
        violations.stream().map(Violation::help).distinct().toList());
  }

  private boolean apply(
      ReceivedCommand received,
      Plan.Apply plan,
      Rollout rollout,
      Progress progress,
      Diagnosis diagnosis) {
    Long release = plan.desired().release().number();
    LOG.info(
        "Command {} ({}) for {} in {} planned: automatic rollback, apply release {}, because release {} failed: {}",
        received.id(),
        received.command().verb(),
        rollout.app(),
        clusterName,
        release,
        rollout.release(),
        diagnosis.cause());
    publisher.publishAccepted(received, release, cluster.dryRun(plan), plan.notes());
    try {
      ObservedApp live = cluster.apply(plan);
      publisher.publishRolledBack(
          publisher.ref(rollout.command(), rollout.app()),
          rollout.release(),
          progress,
          diagnosis,
          received.id());
      publisher.publishApplied(received, release, List.of(WorkloadKind.label(live.deployment())));
      tracker.track(Rollout.of(live));
      return true;
    } catch (StaleWriteException e) {
      if (e.newerCommand().equals(received.id())) {
        throw e; // a concurrent attempt at the same rollback: read again
      }
      publisher.publishSuperseded(publisher.ref(received), release, e.newerCommand());
      return false;
    } catch (ClusterRejectedException e) {
      publisher.publishFailed(
          publisher.ref(received),
          Verdict.FAILED,
          release,
          null,
          ApiRejections.diagnosis(clusterName, e));
      throw e;
    }
  }

  /** Uses the position of the command that it undoes: whatever was read later is newer. */
  private ReceivedCommand rollbackCommand(Rollout rollout, Release good) {
    CommandMeta meta =
        CommandMeta.by(BERTH)
            .withReason(
                "Release " + rollout.release() + " of " + clusterName + " did not become ready");
    return new ReceivedCommand(
        rollbackId(rollout),
        new Rollback(meta, rollout.app(), good.number()),
        clock.instant(),
        RecordPosition.parse(rollout.command().position()).orElse(UNKNOWN_POSITION));
  }
}
