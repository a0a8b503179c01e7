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

class RolloverDeduplicatorTest {

  private static final long NOON = 1_769_860_800_000L;
  private static final long HOUR = 3_600_000;
  private static final IndexOutcome DUPLICATE = new IndexOutcome.Duplicate();

  private final InMemoryLogIndex index = new InMemoryLogIndex();
  private final RolloverDeduplicator deduplicator = new RolloverDeduplicator(index);

  @BeforeEach
  void singleBackingIndex_needsNoLookup() {
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
  void withoutRollover_onlyTheWriteIndexIsRequested() {
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
  void rolloverSeenByAnotherThread_isNotMissed() {
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
  void failureAfterCreation_isRetried_andTheCopyIsDeleted() {
    create(NOON, "a");
    index.rollOver(NOON + 1);
    boolean[] away = {true};
    index.before =
        what -> {
          if (what.startsWith("holders") && away[0]) {
            away[0] = false;
            throw new ElasticsearchUnavailableException("away");
          }
        };
    assertThat(create(NOON, "a")).containsExactly(new IndexOutcome.Retry("away"));
    assertThat(create(NOON, "a")).containsExactly(DUPLICATE);
    assertThat(index.copies("a")).isEqualTo(1);
    assertThat(index.in("s-1")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySequenceOfRetriesFailuresAndRollovers_keepsEveryRecordOnce(long seed) {
    Random random = new Random(seed);
    List<IndexDocument> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(document("r" + i, NOON + i * 1_000L));
    }
    index.before =
        what -> {
          if (index.indices.size() < 12 && random.nextInt(15) == 0) {
            index.rollOver(NOON + random.nextInt(300) * 1_000L);
          }
          if (random.nextInt(10) == 0) {
            throw new ElasticsearchUnavailableException("away");
          }
        };
    RolloverDeduplicator[] services = {
      deduplicator, new RolloverDeduplicator(index), new RolloverDeduplicator(index)
    };
    for (int round = 0; round < 60; round++) {
      int from = random.nextInt(290);
      seeThrough(services[random.nextInt(3)], all.subList(from, Math.min(300, from + 40)));
    }
    seeThrough(services[0], all);
    assertThat(all).allSatisfy(d -> assertThat(index.copies(d.id())).as(d.id()).isEqualTo(1));
  }

  private static void seeThrough(RolloverDeduplicator service, List<IndexDocument> documents) {
    List<IndexDocument> open = documents;
    while (!open.isEmpty()) {
      List<IndexOutcome> outcomes = service.create("s", open);
      List<IndexDocument> again = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        if (outcomes.get(i) instanceof IndexOutcome.Retry) {
          again.add(open.get(i));
        }
      }
      open = again;
    }
  }

  private List<IndexOutcome> create(long since, String... ids) {
    return deduplicator.create("s", Arrays.stream(ids).map(id -> document(id, since)).toList());
  }

  private static IndexOutcome stored(String where) {
    return new IndexOutcome.Indexed(where);
  }

  private static IndexDocument document(String id, long since) {
    return new IndexDocument("s", id, new byte[0], since);
  }
}
