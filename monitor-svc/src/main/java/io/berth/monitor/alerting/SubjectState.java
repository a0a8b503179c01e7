/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.monitor.alerting.Observation.CommandSent;
import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.UsageSeen;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a subject, its alerts included. One value, so that it is written in one
 * piece.
 *
 * @param subject what this is about
 * @param workload the last look at it, where it is an owner of pods
 * @param node the last look at it, where it is a node
 * @param usage the last figures
 * @param history of restarts and kills
 * @param lastCommand the last command that did something here
 * @param sent commands that were given and did nothing here yet, newest last
 * @param alerts by rule and container
 * @param seenAt when it was last seen
 * @param gone whether it was deleted
 * @param staleSince since when the watches say nothing; null while they do
 */
public record SubjectState(
    Subject subject,
    @Nullable WorkloadSeen workload,
    @Nullable NodeSeen node,
    @Nullable UsageSeen usage,
    History history,
    @Nullable LastCommand lastCommand,
    List<CommandSent> sent,
    Map<String, AlertState> alerts,
    Instant seenAt,
    boolean gone,
    @Nullable Instant staleSince) {

  public SubjectState {
    sent = List.copyOf(sent);
    alerts = Map.copyOf(alerts);
  }

  /** Nothing is known yet. */
  public static SubjectState unseen(Subject subject) {
    return new SubjectState(
        subject,
        null,
        null,
        null,
        History.EMPTY,
        null,
        List.of(),
        Map.of(),
        Instant.EPOCH,
        false,
        null);
  }

  /** Whether time alone can move one of its alerts. */
  public boolean waits() {
    return alerts.values().stream().anyMatch(AlertState::live);
  }

  /** Whether there is nothing left to remember, so that the state itself may go. */
  public boolean forgettable(Instant before) {
    boolean old = seenAt.isBefore(before);
    return old && (gone || alerts.isEmpty()) && !waits();
  }

  SubjectState saw(WorkloadSeen now) {
    return new SubjectState(
        subject,
        now,
        node,
        usage,
        history.after(workload, now),
        lastCommand,
        sent,
        alerts,
        now.observedAt(),
        false,
        staleSince);
  }

  SubjectState saw(NodeSeen now) {
    return new SubjectState(
        subject,
        workload,
        now,
        usage,
        history,
        lastCommand,
        sent,
        alerts,
        now.observedAt(),
        false,
        staleSince);
  }

  SubjectState saw(UsageSeen now) {
    return new SubjectState(
        subject, workload, node, now, history, lastCommand, sent, alerts, seenAt, gone, staleSince);
  }

  SubjectState wentAway(Instant at) {
    return new SubjectState(
        subject, null, null, null, History.EMPTY, lastCommand, sent, alerts, at, true, staleSince);
  }

  SubjectState commanded(@Nullable LastCommand last, List<CommandSent> stillSent) {
    return new SubjectState(
        subject, workload, node, usage, history, last, stillSent, alerts, seenAt, gone, staleSince);
  }

  SubjectState staleSince(@Nullable Instant since) {
    return new SubjectState(
        subject, workload, node, usage, history, lastCommand, sent, alerts, seenAt, gone, since);
  }

  SubjectState with(Map<String, AlertState> now) {
    return new SubjectState(
        subject, workload, node, usage, history, lastCommand, sent, now, seenAt, gone, staleSince);
  }
}
