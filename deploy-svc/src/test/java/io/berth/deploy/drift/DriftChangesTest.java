/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Told once, ended once, and never fought without end. */
class DriftChangesTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void newDrift_isStartedOnce() {
    assertThat(DriftChanges.between(List.of(), List.of(image("hotfix"))).started()).hasSize(1);
    assertThat(DriftChanges.between(List.of(image("hotfix")), List.of(image("hotfix"))))
        .isEqualTo(new DriftChanges(List.of(), List.of()));
  }

  @Test
  void changedValueOfADriftedField_isStartedAgain_andHasNotEnded() {
    DriftChanges changes = DriftChanges.between(List.of(image("one")), List.of(image("two")));

    assertThat(changes.started()).containsExactly(image("two"));
    assertThat(changes.ended()).isEmpty();
  }

  @Test
  void resolvedDrift_hasEnded() {
    assertThat(DriftChanges.between(List.of(image("one")), List.of()).ended())
        .containsExactly(image("one"));
  }

  @Test
  void selfHeal_isDueAtOnce_thenWithGrowingPauses() {
    SelfHealBackoff first = SelfHealBackoff.initial();
    assertThat(first.isDue(NOON)).isTrue();

    SelfHealBackoff second = first.next(NOON);
    assertThat(second.isDue(NOON.plusSeconds(4))).isFalse();
    assertThat(second.isDue(NOON.plusSeconds(5))).isTrue();

    SelfHealBackoff third = second.next(NOON.plusSeconds(5));
    assertThat(third.pause()).isEqualTo(Duration.ofSeconds(10));
    SelfHealBackoff last = third;
    for (int i = 0; i < 20; i++) {
      last = last.next(NOON.plusSeconds(6 + i));
    }
    assertThat(last.pause()).isEqualTo(SelfHealBackoff.MAX);
  }

  @Test
  void selfHealBackoff_resetsAfterAQuietPeriod() {
    SelfHealBackoff tired = new SelfHealBackoff(NOON, SelfHealBackoff.MAX);

    assertThat(tired.next(NOON.plus(Duration.ofMinutes(11))).pause())
        .isEqualTo(SelfHealBackoff.INITIAL);
  }

  private static Drift image(String found) {
    return new Drift("Deployment/cart", "spec.image", found, "cart:1", "kubectl", NOON);
  }
}
