/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveBulkSizeTest {

  private static final int MIB = 1 << 20;

  private final AdaptiveBulkSize bulkSize = new AdaptiveBulkSize();

  @Test
  void fastResponsesToFullRequests_increaseSizeAndConcurrency() {
    assertThat(bulkSize.bytes()).isEqualTo(MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      bulkSize.answered(bulkSize.bytes(), 50);
    }
    assertThat(bulkSize.bytes()).isEqualTo(MIB + 3 * MIB / 4);
    assertThat(bulkSize.concurrency()).isEqualTo(3);
  }

  @Test
  void slowerResponses_increaseConcurrencyOnly_andSlowOnesNeither() {
    for (int i = 0; i < 3; i++) {
      bulkSize.answered(bulkSize.bytes(), 200);
    }
    assertThat(bulkSize.bytes()).isEqualTo(MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(3);
    for (int i = 0; i < 30; i++) {
      bulkSize.answered(bulkSize.bytes(), 400);
    }
    assertThat(bulkSize.concurrency()).isEqualTo(3);
  }

  @Test
  void smallRequests_areIgnored() {
    for (int i = 0; i < 30; i++) {
      bulkSize.answered(1_000, 5);
    }
    assertThat(bulkSize.bytes()).isEqualTo(MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(2);
  }

  @Test
  void rejections_halveBoth_downToOneSmallRequest() {
    for (int i = 0; i < 400; i++) {
      bulkSize.answered(bulkSize.bytes(), 10);
    }
    assertThat(bulkSize.bytes()).isEqualTo(AdaptiveBulkSize.MAX_BYTES);
    assertThat(bulkSize.concurrency()).isEqualTo(AdaptiveBulkSize.MAX_CONCURRENCY);
    bulkSize.backOff();
    assertThat(bulkSize.bytes()).isEqualTo(AdaptiveBulkSize.MAX_BYTES / 2);
    assertThat(bulkSize.concurrency()).isEqualTo(4);
    for (int i = 0; i < 20; i++) {
      bulkSize.backOff();
    }
    assertThat(bulkSize.bytes()).isEqualTo(AdaptiveBulkSize.MIN_BYTES);
    assertThat(bulkSize.concurrency()).isEqualTo(1);
  }

  @Test
  void verySlowResponses_reduceBoth_butNotBelowTheInitialValues() {
    for (int i = 0; i < 12; i++) {
      bulkSize.answered(bulkSize.bytes(), 50);
    }
    assertThat(bulkSize.bytes()).isEqualTo(4 * MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(5);
    bulkSize.answered(bulkSize.bytes(), 2_000);
    assertThat(bulkSize.bytes()).isEqualTo(3 * MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(4);
    for (int i = 0; i < 100; i++) {
      bulkSize.answered(bulkSize.bytes(), 20_000);
    }
    assertThat(bulkSize.bytes()).isEqualTo(MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(2);
  }

  @Test
  void afterRejections_initialSizeIsRestored_evenWithSlowResponses() {
    for (int i = 0; i < 20; i++) {
      bulkSize.backOff();
    }
    for (int i = 0; i < 20; i++) {
      bulkSize.answered(bulkSize.bytes(), 5_000);
    }
    assertThat(bulkSize.bytes()).isEqualTo(MIB);
    assertThat(bulkSize.concurrency()).isEqualTo(2);
  }

  @Test
  void tooLargeRequests_reduceSizeOnly() {
    bulkSize.tooLarge();
    assertThat(bulkSize.bytes()).isEqualTo(MIB / 2);
    assertThat(bulkSize.concurrency()).isEqualTo(2);
  }
}
