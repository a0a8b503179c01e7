/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force: the built-in ones, and over them those of the topic, by their names.
 *
 * @param byName the rules by the name of their alert
 * @param flapWindow within which turns are counted as flapping
 */
public record RuleBook(Map<String, AlertRule> byName, Duration flapWindow) {

  private static final Duration FLAP_WINDOW = Duration.ofMinutes(15);

  public RuleBook {
    byName = Map.copyOf(byName);
  }

  /**
   * Lays rules over the built-in ones.
   *
   * @param scale what the built-in durations are multiplied with
   * @param own rules of the topic; of two with the same name the one with the higher version
   */
  public static RuleBook of(double scale, Collection<AlertRule> own) {
    Map<String, AlertRule> rules = new HashMap<>();
    BuiltInRules.scaled(scale).forEach(rule -> rules.put(rule.name(), rule));
    own.stream()
        .filter(rule -> Conditions.names().contains(rule.name()))
        .sorted(java.util.Comparator.comparingInt(AlertRule::version))
        .forEach(rule -> rules.put(rule.name(), rule));
    Duration window = Duration.ofMillis(Math.round(FLAP_WINDOW.toMillis() * scale));
    return new RuleBook(rules, window);
  }

  /** The names that a rule may have. */
  public static Set<String> names() {
    return Conditions.names();
  }

  List<AlertRule> enabled() {
    return byName.values().stream()
        .filter(AlertRule::enabled)
        .sorted(java.util.Comparator.comparing(AlertRule::name))
        .toList();
  }

  @Nullable AlertRule enabled(String name) {
    AlertRule rule = byName.get(name);
    return rule != null && rule.enabled() ? rule : null;
  }
}
