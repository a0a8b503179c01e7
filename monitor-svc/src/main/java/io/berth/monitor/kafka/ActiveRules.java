/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.InvalidField;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.AlertRuleSet;
import io.berth.monitor.alerting.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules and silences of the topics, shared by all stream tasks of this process. */
final class ActiveRules {

  private static final Logger LOG = LoggerFactory.getLogger(ActiveRules.class);

  private final double timeScale;
  private final Map<String, AlertRule> rules = new ConcurrentHashMap<>();
  private final Map<String, Silence> silences = new ConcurrentHashMap<>();
  private volatile Evaluator evaluator;

  ActiveRules(double timeScale) {
    this.timeScale = timeScale;
    this.evaluator = newEvaluator();
  }

  Evaluator evaluator() {
    return evaluator;
  }

  synchronized void put(String key, Object value) {
    if (value instanceof AlertRule rule) {
      if (!AlertRuleSet.names().contains(rule.name())) {
        LOG.warn(
            "Alert rule {} ignored: unknown condition '{}', known ones are {}",
            rule.id(),
            rule.name(),
            AlertRuleSet.names());
      }
      List<InvalidField> faults = AlertRuleSet.faults(rule);
      if (!faults.isEmpty()) {
        LOG.warn("Alert rule {} version {} ignored: {}", rule.id(), rule.version(), faults);
      }
      rules.put(key, rule);
    } else if (value instanceof Silence silence) {
      silences.put(key, silence);
    }
    evaluator = newEvaluator();
  }

  synchronized void remove(Class<?> type, String key) {
    if (type == AlertRule.class) {
      rules.remove(key);
    } else {
      silences.remove(key);
    }
    evaluator = newEvaluator();
  }

  private Evaluator newEvaluator() {
    return new Evaluator(AlertRuleSet.of(timeScale, rules.values()), silences.values());
  }
}
