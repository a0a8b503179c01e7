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

class LimitsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Limits.Author CART = new Limits.Author("dc-a", "shop", "cart");

  @Test
  void withoutRules_everythingIsKept() {
    Limits limits = Limits.of(" ");
    assertThat(limits.isEmpty()).isTrue();
    assertThat(rule(limits, "DEBUG", NOON)).isEqualTo(Ruling.KEPT);
  }

  @Test
  void quotaOfRecords_isAveragedOverItsBurst_andBeginsAnewWithEachWindow() {
    Limits limits = Limits.of("cart: records=2 burst=5");
    assertThat(rules(limits, "INFO", NOON, 12))
        .startsWith(Ruling.KEPT)
        .containsOnly(Ruling.KEPT, Ruling.OVER_RECORDS)
        .satisfies(rulings -> assertThat(kept(rulings)).isEqualTo(10));
    assertThat(rule(limits, "INFO", NOON.plusSeconds(4))).isEqualTo(Ruling.OVER_RECORDS);
    assertThat(rule(limits, "INFO", NOON.plusSeconds(5))).isEqualTo(Ruling.KEPT);
  }

  @Test
  void recordsThatWereHeldUp_countWhereTheyWereReceived() {
    Limits limits = Limits.of("cart: records=1 burst=1");
    assertThat(rule(limits, "INFO", NOON.plusSeconds(9))).isEqualTo(Ruling.KEPT);
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(Ruling.KEPT);
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(Ruling.OVER_RECORDS);
    assertThat(rule(limits, "INFO", NOON.plusSeconds(9))).isEqualTo(Ruling.OVER_RECORDS);
  }

  @Test
  void quotaOfBytes_countsWhatIsKept() {
    Limits limits = Limits.of("cart: bytes=250 burst=1");
    assertThat(rules(limits, "INFO", NOON, 3))
        .containsExactly(Ruling.KEPT, Ruling.KEPT, Ruling.OVER_BYTES);
    // One that fits still fits.
    assertThat(limits.rule(CART, "x", "INFO", NOON, 50)).isEqualTo(Ruling.KEPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARN", "ERROR", "FATAL"})
  void warnings_areKept_unlessTheRuleSaysOtherwise(String level) {
    assertThat(rules(Limits.of("cart: records=1 burst=1"), level, NOON, 3))
        .containsOnly(Ruling.KEPT);
    assertThat(rules(Limits.of("cart: records=1 burst=1 warnings=limited"), level, NOON, 3))
        .containsExactly(Ruling.KEPT, Ruling.OVER_RECORDS, Ruling.OVER_RECORDS);
    assertThat(rule(Limits.of("cart: " + level + "=0"), level, NOON)).isEqualTo(Ruling.SAMPLED_OUT);
  }

  @Test
  void sampling_keepsItsShare_andTheSameOnesOnAReplay() {
    List<Ruling> once = rules(Limits.of("cart: INFO=10"), "INFO", NOON, 10_000);
    assertThat(kept(once)).isBetween(900L, 1_100L);
    assertThat(rules(Limits.of("cart: INFO=10"), "INFO", NOON, 10_000)).isEqualTo(once);
    assertThat(once).containsOnly(Ruling.KEPT, Ruling.SAMPLED_OUT);
  }

  @Test
  void recordWithoutALevel_isSampledAsInfo_andOtherLevelsAreLeftAlone() {
    Limits limits = Limits.of("cart: INFO=0");
    assertThat(rule(limits, "", NOON)).isEqualTo(Ruling.SAMPLED_OUT);
    assertThat(rule(limits, "DEBUG", NOON)).isEqualTo(Ruling.KEPT);
  }

  @Test
  void ofSeveralRules_theNearestHolds_andApplicationsDoNotShareAQuota() {
    Limits limits = Limits.of("*: records=1 burst=1; cart: INFO=0; shop/pay: records=2 burst=1");
    assertThat(rule(limits, "INFO", NOON)).isEqualTo(Ruling.SAMPLED_OUT);
    var pay = new Limits.Author("dc-a", "shop", "pay");
    var otherPay = new Limits.Author("dc-b", "shop", "pay");
    var stock = new Limits.Author("dc-a", "shop", "stock");
    assertThat(ruling(limits, pay)).isEqualTo(Ruling.KEPT);
    assertThat(ruling(limits, pay)).isEqualTo(Ruling.KEPT);
    assertThat(ruling(limits, pay)).isEqualTo(Ruling.OVER_RECORDS);
    assertThat(ruling(limits, otherPay)).isEqualTo(Ruling.KEPT);
    assertThat(ruling(limits, stock)).isEqualTo(Ruling.KEPT);
    assertThat(ruling(limits, stock)).isEqualTo(Ruling.OVER_RECORDS);
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
    assertThatThrownBy(() -> Limits.of(text))
        .hasMessageContaining("BERTH_LOG_LIMITS")
        .hasMessageContaining(complaint)
        .hasMessageContaining("wanted such as 'cart: records=500");
  }

  private static Ruling ruling(Limits limits, Limits.Author author) {
    return limits.rule(author, "id", "INFO", NOON, 100);
  }

  private static Ruling rule(Limits limits, String level, Instant receivedAt) {
    return limits.rule(CART, "id", level, receivedAt, 100);
  }

  private static List<Ruling> rules(Limits limits, String level, Instant receivedAt, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> limits.rule(CART, "0af1-" + i, level, receivedAt, 100))
        .toList();
  }

  private static long kept(List<? extends Ruling> rulings) {
    return rulings.stream().filter(ruling -> ruling == Ruling.KEPT).count();
  }
}
