/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {

  private static final long NOON = 1_769_860_800_000L;
  private static final long HOUR = 3_600_000;
  private static final Outcome DUPLICATE = new Outcome.Duplicate();

  private final MemoryIndex index = new MemoryIndex();
  private final Fence fence = new Fence(index);

  @BeforeEach
  void oneGeneration() {
    index.rollOver(NOON - 10 * HOUR);
  }

  @Test
  void recordThatComesAgainAfterARollover_isADuplicate() {
    create(NOON, "a", "b");
    index.rollOver(NOON + 1);
    assertThat(create(NOON, "a", "c")).containsExactly(DUPLICATE, stored("s-2"));
    assertThat(create(NOON, "b")).containsExactly(DUPLICATE);
    assertThat(index.in("s-1")).containsExactly("a", "b");
    assertThat(index.in("s-2")).containsExactly("c");
  }

  @Test
  void whileNothingRollsOver_nothingIsAskedButWhereTheStreamIsWritten() {
    create(NOON, "a");
    create(NOON, "a", "b");
    assertThat(index.requests).containsExactly("generations", "create", "create");
  }

  @Test
  void youngRecordsAfterARollover_areNotLookedUp() {
    index.rollOver(NOON);
    create(NOON + HOUR, "a");
    assertThat(index.requests).containsExactly("generations", "create");
  }

  @Test
  void oldRecords_areLookedUpWhereTheyCanBe_andNowhereElse() {
    index.rollOver(NOON - 2 * HOUR);
    index.rollOver(NOON);
    create(NOON - HOUR, "a");
    create(NOON - 5 * HOUR, "b");
    assertThat(index.requests)
        .containsExactly(
            "generations", "holders s-2 of [a]", "create", "holders s-1,s-2 of [b]", "create");
  }

  @Test
  void rolloverBetweenLookUpAndCreation_leavesTheOlderCopyAlone() {
    create(NOON, "a");
    index.before =
        what -> {
          if (what.equals("create") && index.indices.size() == 1) {
            index.rollOver(NOON + 1);
          }
        };
    assertThat(create(NOON, "a", "b")).containsExactly(DUPLICATE, stored("s-2"));
    assertThat(index.in("s-1")).containsExactly("a");
    assertThat(index.in("s-2")).containsExactly("b");
  }

  @Test
  void whatAnotherThreadLearnsMeanwhile_doesNotHideTheRollover() {
    create(NOON, "a");
    boolean[] other = {true};
    index.before =
        what -> {
          if (what.equals("create") && other[0]) {
            other[0] = false;
            index.rollOver(NOON + 1);
            assertThat(create(NOON, "b")).containsExactly(stored("s-2"));
          }
        };
    assertThat(create(NOON, "a")).containsExactly(DUPLICATE);
    assertThat(index.copies("a")).isEqualTo(1);
  }

  @Test
  void noAnswerAfterTheCreation_meansAgain_andThenTheCopyGoes() {
    create(NOON, "a");
    index.rollOver(NOON + 1);
    boolean[] away = {true};
    index.before =
        what -> {
          if (what.startsWith("holders") && away[0]) {
            away[0] = false;
            throw new NoAnswer("away");
          }
        };
    assertThat(create(NOON, "a")).containsExactly(new Outcome.TryAgain("away"));
    assertThat(create(NOON, "a")).containsExactly(DUPLICATE);
    assertThat(index.copies("a")).isEqualTo(1);
    assertThat(index.in("s-1")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsSentAgain_failsAndRollsOver_everyRecordIsThereOnce(long seed) {
    Random random = new Random(seed);
    List<Document> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(document("r" + i, NOON + i * 1_000L));
    }
    index.before =
        what -> {
          if (index.indices.size() < 12 && random.nextInt(15) == 0) {
            index.rollOver(NOON + random.nextInt(300) * 1_000L);
          }
          if (random.nextInt(10) == 0) {
            throw new NoAnswer("away");
          }
        };
    Fence[] services = {fence, new Fence(index), new Fence(index)};
    for (int round = 0; round < 60; round++) {
      int from = random.nextInt(290);
      seeThrough(services[random.nextInt(3)], all.subList(from, Math.min(300, from + 40)));
    }
    seeThrough(services[0], all);
    assertThat(all).allSatisfy(d -> assertThat(index.copies(d.id())).as(d.id()).isEqualTo(1));
  }

  private static void seeThrough(Fence service, List<Document> documents) {
    List<Document> open = documents;
    while (!open.isEmpty()) {
      List<Outcome> outcomes = service.create("s", open);
      List<Document> again = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.TryAgain) {
          again.add(open.get(i));
        }
      }
      open = again;
    }
  }

  private List<Outcome> create(long since, String... ids) {
    return fence.create("s", Arrays.stream(ids).map(id -> document(id, since)).toList());
  }

  private static Outcome stored(String where) {
    return new Outcome.Stored(where);
  }

  private static Document document(String id, long since) {
    return new Document("s", id, new byte[0], since);
  }
}
