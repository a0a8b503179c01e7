/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.conditions.AlertConditions;
import io.berth.monitor.alerting.conditions.ConditionResult;
import io.berth.monitor.alerting.conditions.ConditionStatus;
import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.CommandIssued;
import io.berth.monitor.observation.Observation.CommandProgressed;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.SubjectDeleted;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.Observation.UsageObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Evaluates the alerts of a subject after an observation. Pure: the same observations in the same
 * order give the same alerts, also in a replay.
 */
public final class Evaluator {

  private final AlertRuleSet rules;
  private final Collection<Silence> silences;

  /**
   * @param rules in force
   * @param silences all known ones, active or not
   */
  public Evaluator(AlertRuleSet rules, Collection<Silence> silences) {
    this.rules = rules;
    this.silences = List.copyOf(silences);
  }

  /**
   * Applies an observation.
   *
   * @param state before it
   * @param observation its time drives all timers
   * @param evaluatedAt wall-clock time, only recorded in the transitions
   */
  public Evaluation evaluate(SubjectState state, Observation observation, Instant evaluatedAt) {
    SubjectState seen = apply(state, observation);
    if (observation instanceof CommandIssued || observation instanceof CommandProgressed) {
      // No condition reads commands, and their times are not in the order of the other
      // observations.
      return new Evaluation(seen, List.of(), List.of());
    }
    Instant asOf = observation.observedAt();
    Map<String, AlertState> alerts = new HashMap<>(seen.alerts());
    AlertTransitions transitions = new AlertTransitions(seen, asOf, evaluatedAt);
    for (AlertRule rule : rules.enabled()) {
      evaluateRule(rule, seen, alerts, transitions);
    }
    seen.alerts()
        .forEach(
            (slot, alert) -> {
              if (rules.enabled(alert.rule()) == null && alert.active()) {
                AlertRule removed = AlertTransitions.removedRule(alert);
                ConditionResult deleted =
                    ConditionResult.of(container(alert), ConditionStatus.RULE_DELETED);
                alerts.put(
                    slot,
                    transitions.advance(removed, rules.flapWindow(), alert, deleted, silences));
              }
            });
    return new Evaluation(
        seen.withAlerts(alerts), transitions.transitions(), transitions.notifications());
  }

  private static SubjectState apply(SubjectState state, Observation observation) {
    return switch (observation) {
      case WorkloadObserved seen -> state.with(seen);
      case NodeObserved seen -> state.with(seen);
      case UsageObserved seen -> state.with(seen);
      case MetricsSourceObserved seen -> state.with(seen);
      case SubjectDeleted deleted -> state.deleted(deleted.observedAt());
      case CommandIssued command -> state.with(command);
      case CommandProgressed operation -> state.with(operation);
      case Tick tick -> applyTick(state, tick);
    };
  }

  private static SubjectState applyTick(SubjectState state, Tick tick) {
    boolean known = state.workload() != null || state.node() != null;
    boolean missed = known && state.presence().seenAt().isBefore(tick.listedSince());
    SubjectState now = missed ? state.deleted(tick.observedAt()) : state;
    return now.withStaleSince(tick.staleSince());
  }

  private void evaluateRule(
      AlertRule rule,
      SubjectState seen,
      Map<String, AlertState> alerts,
      AlertTransitions transitions) {
    Map<String, ConditionResult> results =
        AlertConditions.evaluate(rule, seen.observations(), transitions.asOf()).stream()
            .collect(Collectors.toMap(ConditionResult::container, f -> f, (a, b) -> b));
    Set<String> containers = new TreeSet<>(results.keySet());
    alerts.values().stream()
        .filter(alert -> alert.rule().equals(rule.name()))
        .forEach(alert -> containers.add(container(alert)));
    for (String container : containers) {
      ConditionResult result =
          results.getOrDefault(container, ConditionResult.of(container, ConditionStatus.CLEAR));
      ConditionResult fresh = withPresence(seen, result);
      String slot = rule.name() + "/" + container;
      AlertState before = alerts.get(slot);
      if (before == null && fresh.status() != ConditionStatus.HOLDS) {
        continue;
      }
      AlertState alert = before == null ? inactive(rule, seen, container) : before;
      if (fresh.status() == ConditionStatus.HOLDS && !alert.active()) {
        // Labels identify the alert; an alert that fires again takes the current ones.
        AlertState relabelled = inactive(rule, seen, container);
        alert = alert.labels().equals(relabelled.labels()) ? alert : relabelled;
      }
      alerts.put(slot, transitions.advance(rule, rules.flapWindow(), alert, fresh, silences));
    }
  }

  private static AlertState inactive(AlertRule rule, SubjectState seen, String container) {
    WorkloadObserved workload = seen.workload();
    AppSnapshot app = workload == null ? null : workload.app();
    return AlertState.inactive(
        AlertLabels.of(rule, seen.subject(), app, container), rule.name(), rule.severity());
  }

  private static ConditionResult withPresence(SubjectState seen, ConditionResult result) {
    if (seen.presence().gone()) {
      return ConditionResult.of(result.container(), ConditionStatus.SUBJECT_DELETED);
    }
    return seen.presence().staleSince() == null
        ? result
        : ConditionResult.of(result.container(), ConditionStatus.STALE);
  }

  private static String container(AlertState alert) {
    return alert.labels().getOrDefault("container", "");
  }

  /** For tests: the transitions of a sequence of observations. */
  List<AlertTransition> replay(SubjectState state, List<Observation> observations) {
    List<AlertTransition> all = new ArrayList<>();
    SubjectState now = state;
    for (Observation observation : observations) {
      Evaluation evaluation = evaluate(now, observation, observation.observedAt());
      all.addAll(evaluation.transitions());
      now = evaluation.next();
    }
    return all;
  }
}
