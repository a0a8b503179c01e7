/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.monitor.alerting.conditions.SubjectObservations;
import io.berth.monitor.observation.Observation.CommandIssued;
import io.berth.monitor.observation.Observation.CommandProgressed;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.UsageObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.startup.StartupState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about a subject, including its alerts. One value, so that it is written
 * atomically. Its JSON is one flat object; the order of the components is the order of the fields.
 *
 * @param alerts by rule and container
 * @param metricsSource the last observation of the metrics sources, where the subject is the
 *     cluster
 */
public record SubjectState(
    Subject subject,
    @JsonUnwrapped LatestObservations latest,
    @JsonUnwrapped CommandHistory commands,
    Map<String, AlertState> alerts,
    @JsonUnwrapped Presence presence,
    @Nullable MetricsSourceObserved metricsSource) {

  public SubjectState {
    alerts = Map.copyOf(alerts);
  }

  /** The state before the first observation. */
  public static SubjectState initial(Subject subject) {
    return new SubjectState(
        subject,
        LatestObservations.NONE,
        CommandHistory.EMPTY,
        Map.of(),
        Presence.NEVER_SEEN,
        null);
  }

  public @Nullable WorkloadObserved workload() {
    return latest.workload();
  }

  public @Nullable NodeObserved node() {
    return latest.node();
  }

  public StartupState startup() {
    return latest.startup();
  }

  /** What conditions depend on. */
  public SubjectObservations observations() {
    return new SubjectObservations(
        subject,
        latest.workload(),
        latest.node(),
        latest.usage(),
        latest.history(),
        latest.startup(),
        metricsSource);
  }

  public @Nullable LastCommand lastCommand() {
    return commands.lastCommand();
  }

  /** Whether one of its alerts can change, or a new one can begin, without another observation. */
  public boolean needsTicks() {
    return startup().inProgress() || alerts.values().stream().anyMatch(AlertState::active);
  }

  /** Whether the state holds nothing worth keeping, so that it may be deleted. */
  public boolean expired(Instant before) {
    boolean old = presence.seenAt().isBefore(before);
    return old && (presence.gone() || alerts.isEmpty()) && !needsTicks();
  }

  public SubjectState with(WorkloadObserved now) {
    return new SubjectState(
        subject,
        latest.with(now),
        commands.with(now),
        alerts,
        presence.seen(now.observedAt()),
        metricsSource);
  }

  public SubjectState with(NodeObserved now) {
    return new SubjectState(
        subject,
        latest.with(now),
        commands,
        alerts,
        presence.seen(now.observedAt()),
        metricsSource);
  }

  public SubjectState with(UsageObserved now) {
    return new SubjectState(subject, latest.with(now), commands, alerts, presence, metricsSource);
  }

  public SubjectState with(MetricsSourceObserved now) {
    return new SubjectState(
        subject, latest, commands, alerts, presence.seen(now.observedAt()), now);
  }

  public SubjectState with(CommandIssued command) {
    return with(commands.with(command));
  }

  public SubjectState with(CommandProgressed operation) {
    return with(commands.with(operation));
  }

  public SubjectState deleted(Instant at) {
    return new SubjectState(
        subject, LatestObservations.NONE, commands, alerts, presence.deleted(at), null);
  }

  public SubjectState withStaleSince(@Nullable Instant since) {
    return new SubjectState(
        subject, latest, commands, alerts, presence.withStaleSince(since), metricsSource);
  }

  public SubjectState withAlerts(Map<String, AlertState> changed) {
    return new SubjectState(subject, latest, commands, changed, presence, metricsSource);
  }

  private SubjectState with(CommandHistory changed) {
    return new SubjectState(subject, latest, changed, alerts, presence, metricsSource);
  }
}
