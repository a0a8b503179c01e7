/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.Pace;
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

class ParcelsTest {

  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  private final List<Parcel> sent = new ArrayList<>();
  private long now = 1_000_000;
  private final InstantSource time = () -> Instant.ofEpochMilli(now);
  private final Parcels parcels = new Parcels(new Pace(), clock(), 1 << 30, sent::add);

  @Test
  void onlyWhatIsThrough_andAllBeforeIt_isCommitted() {
    full(0, 10);
    full(0, 20);
    assertThat(sent).hasSize(2);
    assertThat(parcels.firstOpen(ZERO, 30)).isEqualTo(10);
    back(1);
    assertThat(parcels.firstOpen(ZERO, 30)).isEqualTo(10);
    back(0);
    assertThat(parcels.firstOpen(ZERO, 30)).isEqualTo(30);
    assertThat(parcels.firstOpen(ONE, 7)).isEqualTo(7);
  }

  @Test
  void asManyAreOnTheirWayAtOnceAsThePaceSays_andNoMoreIsReadThanFillsTheNext() {
    full(0, 10);
    full(0, 20);
    full(0, 30);
    assertThat(sent).hasSize(2);
    assertThat(parcels.haveRoom()).isTrue();
    full(0, 40);
    assertThat(parcels.haveRoom()).isFalse();
    back(0);
    assertThat(sent).hasSize(3);
    assertThat(parcels.haveRoom()).isTrue();
  }

  @Test
  void whatFillsNoParcel_goesAtOnceWhenNothingIsOnItsWay_elseAfterAWhile() {
    parcels.add(document("a", 10), record(0, 10));
    parcels.send();
    parcels.add(document("a", 10), record(0, 11));
    parcels.send();
    assertThat(sent).hasSize(1);
    now += 250;
    parcels.send();
    assertThat(sent).hasSize(2);
  }

  @Test
  void everyStreamHasParcelsOfItsOwn() {
    parcels.add(document("a", 10), record(0, 10));
    parcels.add(document("b", 10), record(1, 5));
    parcels.add(document("a", 10), record(0, 11));
    parcels.send();
    back(0);
    assertThat(sent).extracting(Parcel::stream).containsExactly("a", "b");
    assertThat(sent.getFirst().documents()).hasSize(2);
    assertThat(parcels.firstOpen(ZERO, 12)).isEqualTo(12);
    assertThat(parcels.firstOpen(ONE, 6)).isEqualTo(5);
  }

  @Test
  void partitionThatIsReadAgain_isForgotten_andItsParcelsAreNotTriedAgain() throws Exception {
    full(0, 10);
    parcels.add(document("s", 10), record(0, 20));
    parcels.add(document("other", 10), record(1, 5));
    parcels.send();
    parcels.forget(ZERO);
    assertThat(parcels.firstOpen(ZERO, 3)).isEqualTo(3);
    assertThat(parcels.firstOpen(ONE, 6)).isEqualTo(5);
    assertThat(sent.getFirst().awaitForgotten(Duration.ofSeconds(5))).isTrue();
    parcels.arrived(sent.getFirst());
    parcels.send();
    assertThat(parcels.firstOpen(ZERO, 3)).isEqualTo(3);
  }

  @Test
  void failedParcel_failsTheLoop_andIsNotCommitted() {
    full(0, 10);
    sent.getFirst().failed(new IllegalStateException("no dead letters taken"));
    parcels.arrived(sent.getFirst());
    assertThatThrownBy(parcels::send).hasMessageContaining("no dead letters taken");
    assertThat(parcels.firstOpen(ZERO, 30)).isEqualTo(10);
  }

  private void full(int partition, long offset) {
    parcels.add(document("s", new Pace().bytes()), record(partition, offset));
    parcels.send();
  }

  private void back(int which) {
    parcels.arrived(sent.get(which));
    parcels.send();
  }

  private static Document document(String stream, int bytes) {
    return new Document(stream, "id", new byte[bytes], 0);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, null, null);
  }

  private Clock clock() {
    return time.withZone(ZoneOffset.UTC);
  }
}
