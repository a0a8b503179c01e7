/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AftermathTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<String> TARGETS = List.of("dc-a", "dc-b", "dc-c");

  @Test
  void all_goesBack_asSoonAsOneFailed() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isEqualTo(new Aftermath.GoBack("dc-b", "FAILED: so it is"));
  }

  @Test
  void all_namesTheFirstFailure_notWhatFollowedFromIt() {
    Map<String, Word> words = new HashMap<>();
    words.put("dc-b", new Word(Verdict.FAILED, NOON.plusSeconds(9), "stopped by dc-c", null));
    words.put("dc-c", new Word(Verdict.TIMED_OUT, NOON, "too slow", null));
    words.put("dc-a", new Word(Verdict.SUCCEEDED, NOON, "fine", null));

    assertThat(Aftermath.of(new PartialFailurePolicy.All(), TARGETS, words))
        .isEqualTo(new Aftermath.GoBack("dc-c", "TIMED_OUT: too slow"));
  }

  @Test
  void all_isOpen_whileSomebodyIsSilent_andKeeps_whenAllSucceeded() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED"))
        .isEqualTo(new Aftermath.Open());
    assertThat(
            of(
                new PartialFailurePolicy.All(),
                "dc-a SUCCEEDED",
                "dc-b SUCCEEDED",
                "dc-c SUCCEEDED"))
        .isEqualTo(new Aftermath.Keep());
  }

  @Test
  void quorum_keepsWhatIsEnough_andGoesBackWhenItCannotBeReached() {
    PartialFailurePolicy two = new PartialFailurePolicy.Quorum(2);

    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED")).isEqualTo(new Aftermath.Open());
    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED", "dc-c SUCCEEDED"))
        .isEqualTo(new Aftermath.Keep());
    assertThat(of(two, "dc-a SUCCEEDED", "dc-b FAILED", "dc-c REJECTED"))
        .isInstanceOf(Aftermath.GoBack.class);
  }

  @Test
  void bestEffort_keepsEveryClusterThatSucceeded() {
    assertThat(of(new PartialFailurePolicy.BestEffort(), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isEqualTo(new Aftermath.Keep());
  }

  @Test
  void canaryFirst_wantsAllOfThem() {
    assertThat(of(new PartialFailurePolicy.CanaryFirst("dc-a"), "dc-a SUCCEEDED", "dc-b FAILED"))
        .isInstanceOf(Aftermath.GoBack.class);
  }

  @Test
  void newerCommandElsewhere_isNoFailure() {
    assertThat(of(new PartialFailurePolicy.All(), "dc-a SUCCEEDED", "dc-b SUPERSEDED"))
        .isEqualTo(new Aftermath.Open());
  }

  private static Aftermath of(PartialFailurePolicy policy, String... said) {
    Map<String, Word> words = new HashMap<>();
    for (String word : said) {
      String[] parts = word.split(" ");
      words.put(parts[0], new Word(Verdict.valueOf(parts[1]), NOON, "so it is", null));
    }
    return Aftermath.of(policy, TARGETS, words);
  }
}
