/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.InvalidField;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.monitor.alerting.conditions.RuleParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParametersTest {

  @ParameterizedTest
  @CsvSource({"10m, PT10M", "PT10M, PT10M", "1h30m, PT1H30M", "90s, PT1M30S"})
  void duration_isParsedInBothNotations(String text, Duration wanted) {
    AlertRule rule = rule(Map.of("window", text));

    assertThat(AlertRuleSet.faults(rule)).isEmpty();
    assertThat(RuleParameters.duration(rule, "window", Duration.ZERO)).isEqualTo(wanted);
    assertThat(RuleParameters.duration(rule, "staleAfter", Duration.ofHours(7)))
        .isEqualTo(Duration.ofHours(7));
  }

  @Test
  void invalidValue_isReported_andNotReplacedByTheDefault() {
    AlertRule rule =
        rule(
            Map.of("window", "10 min", "restarts", "many", "criticalRestarts", "1d", "later", "x"));

    assertThat(AlertRuleSet.faults(rule))
        .extracting(InvalidField::toString)
        .containsExactly(
            "parameters.criticalRestarts: found '1d', wanted a number such as 3 or 0.9",
            "parameters.restarts: found 'many', wanted a number such as 3 or 0.9",
            "parameters.window: found '10 min', wanted a duration such as 30s, 10m or 1h30m, or an"
                + " ISO 8601 duration such as PT30S; did you mean 10m?");
  }

  @Test
  void invalidRule_leavesThePreviousOneInForce() {
    AlertRule wrong = rule(Map.of("restarts", "many"));

    assertThat(AlertRuleSet.of(1, List.of(wrong)).byName().get("PodCrashLooping").summary())
        .isNotEqualTo(wrong.summary());
    assertThat(
            AlertRuleSet.of(1, List.of(rule(Map.of("restarts", "5"))))
                .byName()
                .get("PodCrashLooping")
                .summary())
        .isEqualTo(wrong.summary());
  }

  @Test
  void parametersOfTheBuiltInRules_areAllValid() {
    assertThat(BuiltInRules.scaled(1))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(AlertRuleSet.faults(rule)).isEmpty());
    assertThat(BuiltInRules.scaled(0.01))
        .allSatisfy(rule -> assertThat(AlertRuleSet.faults(rule)).isEmpty());
  }

  private static AlertRule rule(Map<String, String> parameters) {
    return new AlertRule(
        "own",
        1,
        "PodCrashLooping",
        true,
        Severity.WARNING,
        Duration.ZERO,
        Duration.ZERO,
        parameters,
        "our own words",
        "none");
  }
}
