/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.Observation.CommandMoved;
import io.berth.monitor.alerting.Observation.CommandSent;
import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.SubjectGone;
import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Observation.UsageSeen;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
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
 * What an observation does to the alerts of a subject. Pure: the same observations in the same
 * order give the same alerts, also in a replay.
 */
public final class Evaluator {

  private final RuleBook rules;
  private final Collection<Silence> silences;

  /**
   * @param rules in force
   * @param silences all that are known; those that are not in force now do nothing
   */
  public Evaluator(RuleBook rules, Collection<Silence> silences) {
    this.rules = rules;
    this.silences = List.copyOf(silences);
  }

  /**
   * Takes in an observation.
   *
   * @param state what was known
   * @param observation what was seen now; its time is the time of all timers
   * @param evaluatedAt the time by the clock, only written down
   */
  public Evaluation evaluate(SubjectState state, Observation observation, Instant evaluatedAt) {
    SubjectState seen = take(state, observation);
    if (observation instanceof CommandSent || observation instanceof CommandMoved) {
      // No condition asks for commands, and their times are not in the order of the others.
      return new Evaluation(seen, List.of(), List.of());
    }
    Instant asOf = observation.observedAt();
    Map<String, AlertState> alerts = new HashMap<>(seen.alerts());
    Moves moves = new Moves(seen, asOf, evaluatedAt);
    for (AlertRule rule : rules.enabled()) {
      judge(rule, seen, alerts, moves);
    }
    seen.alerts()
        .forEach(
            (slot, alert) -> {
              if (rules.enabled(alert.rule()) == null && alert.live()) {
                AlertRule was = Moves.goneRule(alert);
                Finding gone = Finding.of(container(alert), Signal.RULE_GONE);
                alerts.put(slot, moves.run(was, rules.flapWindow(), alert, gone, silences));
              }
            });
    return new Evaluation(seen.with(alerts), moves.transitions(), moves.notices());
  }

  private static SubjectState take(SubjectState state, Observation observation) {
    return switch (observation) {
      case WorkloadSeen seen -> state.saw(seen);
      case NodeSeen seen -> state.saw(seen);
      case UsageSeen seen -> state.saw(seen);
      case SubjectGone gone -> state.wentAway(gone.observedAt());
      case CommandSent command -> LastCommands.sent(state, command);
      case CommandMoved move -> LastCommands.moved(state, move);
      case Tick tick -> passes(state, tick);
    };
  }

  private static SubjectState passes(SubjectState state, Tick tick) {
    boolean known = state.workload() != null || state.node() != null;
    boolean missed = known && state.seenAt().isBefore(tick.listedSince());
    SubjectState now = missed ? state.wentAway(tick.observedAt()) : state;
    return now.staleSince(tick.staleSince());
  }

  private void judge(
      AlertRule rule, SubjectState seen, Map<String, AlertState> alerts, Moves moves) {
    Map<String, Finding> findings =
        Conditions.look(rule, seen, moves.asOf()).stream()
            .collect(Collectors.toMap(Finding::container, f -> f, (a, b) -> b));
    Set<String> containers = new TreeSet<>(findings.keySet());
    alerts.values().stream()
        .filter(alert -> alert.rule().equals(rule.name()))
        .forEach(alert -> containers.add(container(alert)));
    for (String container : containers) {
      Finding finding = findings.getOrDefault(container, Finding.of(container, Signal.CLEAR));
      Finding fresh = staleOrGone(seen, finding);
      String slot = rule.name() + "/" + container;
      AlertState before = alerts.get(slot);
      if (before == null && fresh.signal() != Signal.HOLDS) {
        continue;
      }
      AlertState alert =
          before == null
              ? AlertState.inactive(
                  Labels.of(rule, seen.subject(), container), rule.name(), rule.severity())
              : before;
      alerts.put(slot, moves.run(rule, rules.flapWindow(), alert, fresh, silences));
    }
  }

  private static Finding staleOrGone(SubjectState seen, Finding finding) {
    if (seen.gone()) {
      return Finding.of(finding.container(), Signal.GONE);
    }
    return seen.staleSince() == null ? finding : Finding.of(finding.container(), Signal.STALE);
  }

  private static String container(AlertState alert) {
    return alert.labels().getOrDefault("container", "");
  }

  /** For tests and what-if: only the transitions of one observation after another. */
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
