/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.InvalidField;
import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.conditions.AlertConditions;
import io.berth.monitor.alerting.conditions.RuleParameters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force: the built-in ones, overridden by those of the topic with the same name.
 *
 * @param byName the rules by the name of their alert
 * @param flapWindow in which changes of a condition count towards flapping
 */
public record AlertRuleSet(Map<String, AlertRule> byName, Duration flapWindow) {

  private static final Duration FLAP_WINDOW = Duration.ofMinutes(15);

  public AlertRuleSet {
    byName = Map.copyOf(byName);
  }

  /**
   * Overrides built-in rules.
   *
   * @param scale factor for the built-in durations
   * @param own rules of the topic; of two with the same name the higher version wins. A rule with
   *     {@link #faults} is ignored: with a default in place of an invalid value it would be a
   *     different rule
   */
  public static AlertRuleSet of(double scale, Collection<AlertRule> own) {
    Map<String, AlertRule> rules = new HashMap<>();
    BuiltInRules.scaled(scale).forEach(rule -> rules.put(rule.name(), rule));
    own.stream()
        .filter(rule -> AlertConditions.names().contains(rule.name()) && faults(rule).isEmpty())
        .sorted(java.util.Comparator.comparingInt(AlertRule::version))
        .forEach(rule -> rules.put(rule.name(), rule));
    Duration window = Duration.ofMillis(Math.round(FLAP_WINDOW.toMillis() * scale));
    return new AlertRuleSet(rules, window);
  }

  /** The invalid fields of a rule, each with the expected form. */
  public static List<InvalidField> faults(AlertRule rule) {
    return RuleParameters.faults(rule);
  }

  /** The allowed names of rules. */
  public static Set<String> names() {
    return AlertConditions.names();
  }

  public List<AlertRule> enabled() {
    return byName.values().stream()
        .filter(AlertRule::enabled)
        .sorted(java.util.Comparator.comparing(AlertRule::name))
        .toList();
  }

  public @Nullable AlertRule enabled(String name) {
    AlertRule rule = byName.get(name);
    return rule != null && rule.enabled() ? rule : null;
  }
}
