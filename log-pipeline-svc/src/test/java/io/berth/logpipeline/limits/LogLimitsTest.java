/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLimitsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final LogLimits.LogSource CART = new LogLimits.LogSource("dc-a", "shop", "cart");

  @Test
  void withoutRules_everythingIsKept() {
    LogLimits limits = LogLimits.of(" ");
    assertThat(limits.isEmpty()).isTrue();
    assertThat(rule(limits, "DEBUG", NOON)).isEqualTo(LimitDecision.KEPT);
  }

  @Test
  void quotaOfRecords_isAveragedOverItsBurst_andBeginsAnewWithEachWindow() {
    LogLimits limits = LogLimits.of("cart: records=2 burst=5");
    assertThat(rules(limits, "INFO", NOON, 12))
        .startsWith(LimitDecision.KEPT)
        .containsOnly(LimitDecision.KEPT, LimitDecision.OVER_RECORDS)
        .satisfies(rulings -> assertThat(kept(rulings)).isEqualTo(10));
    assertThat(rule(limits, "INFO", NOON.plusSeconds(4))).isEqualTo(LimitDecision.OVER_RECORDS);
    assertThat(rule(limits, "INFO", NOON.plusSeconds(5))).isEqualTo(LimitDecision.KEPT);
  }

  @Test
  void recordsThatWereHeldUp_countWhereTheyWereReceived() {
    LogLimits limits = LogLimits.of("cart: records=1 burst=1");
    assertThat(rule(limits, "INFO", NOON.plusSeconds(9))).isEqualTo(LimitDecision.KEPT);
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(LimitDecision.KEPT);
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(LimitDecision.OVER_RECORDS);
    assertThat(rule(limits, "INFO", NOON.plusSeconds(9))).isEqualTo(LimitDecision.OVER_RECORDS);
  }

  @Test
  void quotaOfBytes_countsWhatIsKept() {
    LogLimits limits = LogLimits.of("cart: bytes=250 burst=1");
    assertThat(rules(limits, "INFO", NOON, 3))
        .containsExactly(LimitDecision.KEPT, LimitDecision.KEPT, LimitDecision.OVER_BYTES);
    // One that fits still fits.
    assertThat(limits.rule(CART, "x", "INFO", NOON, 50)).isEqualTo(LimitDecision.KEPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARN", "ERROR", "FATAL"})
  void warnings_areKept_unlessTheRuleSaysOtherwise(String level) {
    assertThat(rules(LogLimits.of("cart: records=1 burst=1"), level, NOON, 3))
        .containsOnly(LimitDecision.KEPT);
    assertThat(rules(LogLimits.of("cart: records=1 burst=1 warnings=limited"), level, NOON, 3))
        .containsExactly(
            LimitDecision.KEPT, LimitDecision.OVER_RECORDS, LimitDecision.OVER_RECORDS);
    assertThat(rule(LogLimits.of("cart: " + level + "=0"), level, NOON))
        .isEqualTo(LimitDecision.SAMPLED_OUT);
  }

  @Test
  void sampling_keepsItsShare_andTheSameOnesOnAReplay() {
    List<LimitDecision> once = rules(LogLimits.of("cart: INFO=10"), "INFO", NOON, 10_000);
    assertThat(kept(once)).isBetween(900L, 1_100L);
    assertThat(rules(LogLimits.of("cart: INFO=10"), "INFO", NOON, 10_000)).isEqualTo(once);
    assertThat(once).containsOnly(LimitDecision.KEPT, LimitDecision.SAMPLED_OUT);
  }

  @Test
  void recordWithoutALevel_isSampledAsInfo_andOtherLevelsAreLeftAlone() {
    LogLimits limits = LogLimits.of("cart: INFO=0");
    assertThat(rule(limits, "", NOON)).isEqualTo(LimitDecision.SAMPLED_OUT);
    assertThat(rule(limits, "DEBUG", NOON)).isEqualTo(LimitDecision.KEPT);
  }

  @Test
  void ofSeveralRules_theNearestHolds_andApplicationsDoNotShareAQuota() {
    LogLimits limits =
        LogLimits.of("*: records=1 burst=1; cart: INFO=0; shop/pay: records=2 burst=1");
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(LimitDecision.SAMPLED_OUT);
    var pay = new LogLimits.LogSource("dc-a", "shop", "pay");
    var otherPay = new LogLimits.LogSource("dc-b", "shop", "pay");
    var stock = new LogLimits.LogSource("dc-a", "shop", "stock");
    assertThat(decision(limits, pay)).isEqualTo(LimitDecision.KEPT);
    assertThat(decision(limits, pay)).isEqualTo(LimitDecision.KEPT);
    assertThat(decision(limits, pay)).isEqualTo(LimitDecision.OVER_RECORDS);
    assertThat(decision(limits, otherPay)).isEqualTo(LimitDecision.KEPT);
    assertThat(decision(limits, stock)).isEqualTo(LimitDecision.KEPT);
    assertThat(decision(limits, stock)).isEqualTo(LimitDecision.OVER_RECORDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cart records=5 | no application with a colon",
        "cart: records=many | 'records=many'",
        "cart: speed=5 | 'speed=5'",
        "cart: INFO=101 | 0 to 100 percent",
        "cart: records=5 burst=0 | 1 to 3600 seconds",
        "cart: | ''"
      })
  void ruleThatCannotBeRead_saysWhatIsWanted(String text, String complaint) {
    assertThatThrownBy(() -> LogLimits.of(text))
        .hasMessageContaining("BERTH_LOG_LIMITS")
        .hasMessageContaining(complaint)
        .hasMessageContaining("wanted such as 'cart: records=500");
  }

  private static LimitDecision decision(LogLimits limits, LogLimits.LogSource source) {
    return limits.rule(source, "id", "INFO", NOON, 100);
  }

  private static LimitDecision rule(LogLimits limits, String level, Instant receivedAt) {
    return limits.rule(CART, "id", level, receivedAt, 100);
  }

  private static List<LimitDecision> rules(
      LogLimits limits, String level, Instant receivedAt, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> limits.rule(CART, "0af1-" + i, level, receivedAt, 100))
        .toList();
  }

  private static long kept(List<? extends LimitDecision> rulings) {
    return rulings.stream().filter(decision -> decision == LimitDecision.KEPT).count();
  }
}
