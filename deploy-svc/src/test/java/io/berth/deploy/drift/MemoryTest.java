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
class MemoryTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void newDrift_isToldOnce() {
    assertThat(Memory.between(List.of(), List.of(image("hotfix"))).begun()).hasSize(1);
    assertThat(Memory.between(List.of(image("hotfix")), List.of(image("hotfix"))))
        .isEqualTo(new Memory(List.of(), List.of()));
  }

  @Test
  void sameFieldWithAnotherValue_isToldAgain_andHasNotEnded() {
    Memory memory = Memory.between(List.of(image("one")), List.of(image("two")));

    assertThat(memory.begun()).containsExactly(image("two"));
    assertThat(memory.ended()).isEmpty();
  }

  @Test
  void driftThatIsGone_hasEnded() {
    assertThat(Memory.between(List.of(image("one")), List.of()).ended())
        .containsExactly(image("one"));
  }

  @Test
  void healing_isDueAtOnce_thenLaterAndLater_upToABound() {
    Healing first = Healing.never();
    assertThat(first.due(NOON)).isTrue();

    Healing second = first.done(NOON);
    assertThat(second.due(NOON.plusSeconds(4))).isFalse();
    assertThat(second.due(NOON.plusSeconds(5))).isTrue();

    Healing third = second.done(NOON.plusSeconds(5));
    assertThat(third.pause()).isEqualTo(Duration.ofSeconds(10));
    Healing last = third;
    for (int i = 0; i < 20; i++) {
      last = last.done(NOON.plusSeconds(6 + i));
    }
    assertThat(last.pause()).isEqualTo(Healing.LONGEST);
  }

  @Test
  void healing_startsAnew_afterALongQuiet() {
    Healing tired = new Healing(NOON, Healing.LONGEST);

    assertThat(tired.done(NOON.plus(Duration.ofMinutes(11))).pause()).isEqualTo(Healing.FIRST);
  }

  private static Drift image(String found) {
    return new Drift("Deployment/cart", "spec.image", found, "cart:1", "kubectl", NOON);
  }
}
