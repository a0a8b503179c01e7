/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.logpipeline.indexing.AdaptiveBulkSize;
import io.berth.logpipeline.indexing.IndexDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingBulksTest {

  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  private final List<PendingBulk> sent = new ArrayList<>();
  private long now = 1_000_000;
  private final InstantSource time = () -> Instant.ofEpochMilli(now);
  private final PendingBulks bulks =
      new PendingBulks(new AdaptiveBulkSize(), clock(), 1 << 30, sent::add);

  @Test
  void commit_stopsAtTheFirstRecordThatIsNotIndexed() {
    full(0, 10);
    full(0, 20);
    assertThat(sent).hasSize(2);
    assertThat(bulks.firstPending(ZERO, 30)).isEqualTo(10);
    finished(1);
    assertThat(bulks.firstPending(ZERO, 30)).isEqualTo(10);
    finished(0);
    assertThat(bulks.firstPending(ZERO, 30)).isEqualTo(30);
    assertThat(bulks.firstPending(ONE, 7)).isEqualTo(7);
  }

  @Test
  void bulksInFlight_areLimited_andSoIsTheBuffer() {
    full(0, 10);
    full(0, 20);
    full(0, 30);
    assertThat(sent).hasSize(2);
    assertThat(bulks.hasRoom()).isTrue();
    full(0, 40);
    assertThat(bulks.hasRoom()).isFalse();
    finished(0);
    assertThat(sent).hasSize(3);
    assertThat(bulks.hasRoom()).isTrue();
  }

  @Test
  void partialBulk_isSentAtOnceWhenIdle_elseAfterALinger() {
    bulks.add(document("a", 10), record(0, 10));
    bulks.send();
    bulks.add(document("a", 10), record(0, 11));
    bulks.send();
    assertThat(sent).hasSize(1);
    now += 250;
    bulks.send();
    assertThat(sent).hasSize(2);
  }

  @Test
  void everyStream_hasItsOwnBulks() {
    bulks.add(document("a", 10), record(0, 10));
    bulks.add(document("b", 10), record(1, 5));
    bulks.add(document("a", 10), record(0, 11));
    bulks.send();
    finished(0);
    assertThat(sent).extracting(PendingBulk::stream).containsExactly("a", "b");
    assertThat(sent.getFirst().documents()).hasSize(2);
    assertThat(bulks.firstPending(ZERO, 12)).isEqualTo(12);
    assertThat(bulks.firstPending(ONE, 6)).isEqualTo(5);
  }

  @Test
  void bulksOfAReassignedPartition_areNotRetried() throws Exception {
    full(0, 10);
    bulks.add(document("s", 10), record(0, 20));
    bulks.add(document("other", 10), record(1, 5));
    bulks.send();
    bulks.reassign(ZERO);
    assertThat(bulks.firstPending(ZERO, 3)).isEqualTo(3);
    assertThat(bulks.firstPending(ONE, 6)).isEqualTo(5);
    assertThat(sent.getFirst().awaitReassigned(Duration.ofSeconds(5))).isTrue();
    bulks.completed(sent.getFirst());
    bulks.send();
    assertThat(bulks.firstPending(ZERO, 3)).isEqualTo(3);
  }

  @Test
  void failedBulk_failsTheLoop_andIsNotCommitted() {
    full(0, 10);
    sent.getFirst().fail(new IllegalStateException("no dead letters taken"));
    bulks.completed(sent.getFirst());
    assertThatThrownBy(bulks::send).hasMessageContaining("no dead letters taken");
    assertThat(bulks.firstPending(ZERO, 30)).isEqualTo(10);
  }

  private void full(int partition, long offset) {
    bulks.add(document("s", new AdaptiveBulkSize().bytes()), record(partition, offset));
    bulks.send();
  }

  private void finished(int which) {
    bulks.completed(sent.get(which));
    bulks.send();
  }

  private static IndexDocument document(String stream, int bytes) {
    return new IndexDocument(stream, "id", new byte[bytes], 0);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, null, null);
  }

  private Clock clock() {
    return time.withZone(ZoneOffset.UTC);
  }
}
