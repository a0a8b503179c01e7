/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.Behavior.Rules;
import io.berth.events.scaling.Behavior.Select;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StabilizerTest {

  private static final Instant NOW = Instant.parse("2026-11-11T00:00:00Z");

  @ParameterizedTest(name = "{0} → {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      100 | 5   |                               | 0   | 0   | 5
      100 | 3   | 4@120 5@60                    | 0   | 180 | 5
      1   | 7   | 4@120 5@60                    | 300 | 0   | 4
      1   | 3   | 4@120 5@60                    | 0   | 300 | 3
      100 | 3   | 10@600 4@60 5@120 9@540       | 0   | 180 | 5
      1   | 100 | 10@6000 6@60 5@120 9@180      | 300 | 0   | 5
      2   | 1   | 2@6000 3@180                  | 300 | 300 | 2
      100 | 5   |                               | 0   | 300 | 5
      100 | 3   | 4@120 5@60                    | 0   | 300 | 5
      100 | 3   | 1@120 2@60                    | 0   | 300 | 3
      100 | 3   | 10@600 4@60 5@120 9@540       | 0   | 300 | 5
      """)
  void stabilize(int current, int proposed, @Nullable String past, long up, long down, int stable) {
    Behavior behavior = windows(up, down);
    List<Recommendation> recommendations = past(past);
    assertThat(Stabilizer.stabilize(current, proposed, recommendations, behavior, NOW))
        .isEqualTo(stable);
  }

  @Test
  void recommendationAsOldAsTheWindow_doesNotCount() {
    assertThat(Stabilizer.stabilize(9, 3, past("9@300"), windows(0, 300), NOW)).isEqualTo(3);
  }

  @Test
  void keptRecommendations_giveTheSameResultAsAll() {
    Random random = new Random(20_261_111);
    for (int round = 0; round < 2_000; round++) {
      Behavior behavior = windows(random.nextInt(400), random.nextInt(400));
      List<Recommendation> past = new ArrayList<>();
      for (int age = 600; age >= 0; age -= 15) {
        past.add(new Recommendation(NOW.minusSeconds(age), 1 + random.nextInt(20)));
      }
      List<Recommendation> kept = Stabilizer.keep(past, behavior, NOW);
      Instant later = NOW.plusSeconds(random.nextInt(400));
      int current = 1 + random.nextInt(20);
      int proposed = 1 + random.nextInt(20);
      assertThat(Stabilizer.stabilize(current, proposed, kept, behavior, later))
          .isEqualTo(Stabilizer.stabilize(current, proposed, past, behavior, later));
    }
  }

  @Test
  void steadyHour_isKeptAsOneEntry() {
    List<Recommendation> past = new ArrayList<>();
    for (int age = 3_600; age >= 0; age -= 15) {
      past.add(new Recommendation(NOW.minusSeconds(age), 3));
    }
    assertThat(Stabilizer.keep(past, windows(0, 3_600), NOW))
        .containsExactly(new Recommendation(NOW, 3));
  }

  private static Behavior windows(long up, long down) {
    Rules standard = Behavior.standard().scaleUp();
    return new Behavior(
        new Rules(Duration.ofSeconds(up), standard.policies(), Select.MAX, .1),
        new Rules(Duration.ofSeconds(down), standard.policies(), Select.MAX, .1));
  }

  private static List<Recommendation> past(@Nullable String text) {
    List<Recommendation> past = new ArrayList<>();
    for (String each : text == null ? new String[0] : text.split(" ")) {
      String[] parts = each.split("@");
      past.add(
          new Recommendation(
              NOW.minusSeconds(Long.parseLong(parts[1])), Integer.parseInt(parts[0])));
    }
    return past;
  }
}
