/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitLedgerTest {

  private static final TopicPartition ONE = new TopicPartition("berth.commands", 1);

  private final CommitLedger ledger = new CommitLedger();

  @Test
  void firstUnfinishedRecord_isWhatIsCommitted() {
    begin(10, 11, 12);

    ledger.done(ONE, 11);
    assertThat(ledger.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(10)));

    ledger.done(ONE, 10);
    assertThat(ledger.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(12)));
    assertThat(ledger.unfinished(ONE)).isEqualTo(1);
  }

  @Test
  void allDone_commitsTheNextOffset_once() {
    begin(10, 11);
    ledger.done(ONE, 10);
    ledger.done(ONE, 11);

    Map<TopicPartition, OffsetAndMetadata> offsets = ledger.committable();
    assertThat(offsets).isEqualTo(Map.of(ONE, new OffsetAndMetadata(12)));

    ledger.committed(offsets);
    assertThat(ledger.committable()).isEmpty();
  }

  @Test
  void forgottenPartition_isNobodysBusinessHere() {
    begin(10);
    ledger.forget(ONE);
    ledger.done(ONE, 10);

    assertThat(ledger.committable()).isEmpty();
  }

  private void begin(long... offsets) {
    for (long offset : offsets) {
      ledger.began(ONE, offset);
    }
  }
}
