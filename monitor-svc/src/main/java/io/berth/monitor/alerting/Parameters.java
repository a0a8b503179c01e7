/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import java.time.DateTimeException;
import java.time.Duration;

/** Reads a rule's parameters; a value that cannot be read is as if it were not given. */
final class Parameters {

  private Parameters() {}

  static double number(AlertRule rule, String name, double otherwise) {
    try {
      double value = Double.parseDouble(rule.parameters().getOrDefault(name, ""));
      return Double.isFinite(value) ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  static Duration duration(AlertRule rule, String name, Duration otherwise) {
    try {
      return Duration.parse(rule.parameters().getOrDefault(name, ""));
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
