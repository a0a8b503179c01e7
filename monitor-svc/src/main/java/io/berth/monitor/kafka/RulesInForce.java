/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.monitor.alerting.Evaluator;
import io.berth.monitor.alerting.RuleBook;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules and silences of the topics, shared by the tasks of this process. */
final class RulesInForce {

  private static final Logger LOG = LoggerFactory.getLogger(RulesInForce.class);

  private final double timeScale;
  private final Map<String, AlertRule> rules = new ConcurrentHashMap<>();
  private final Map<String, Silence> silences = new ConcurrentHashMap<>();
  private volatile Evaluator evaluator;

  RulesInForce(double timeScale) {
    this.timeScale = timeScale;
    this.evaluator = made();
  }

  Evaluator evaluator() {
    return evaluator;
  }

  synchronized void put(String key, Object value) {
    if (value instanceof AlertRule rule) {
      if (!RuleBook.names().contains(rule.name())) {
        LOG.warn(
            "Rule {} is for '{}', which no condition is called; there are {}",
            rule.id(),
            rule.name(),
            RuleBook.names());
      }
      rules.put(key, rule);
    } else if (value instanceof Silence silence) {
      silences.put(key, silence);
    }
    evaluator = made();
  }

  synchronized void remove(Class<?> type, String key) {
    if (type == AlertRule.class) {
      rules.remove(key);
    } else {
      silences.remove(key);
    }
    evaluator = made();
  }

  private Evaluator made() {
    return new Evaluator(RuleBook.of(timeScale, rules.values()), silences.values());
  }
}
