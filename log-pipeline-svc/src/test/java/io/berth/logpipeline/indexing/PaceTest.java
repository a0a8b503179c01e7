/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final int MIB = 1 << 20;

  private final Pace pace = new Pace();

  @Test
  void quickAnswersToFullRequests_makeThemLargerAndMore() {
    assertThat(pace.bytes()).isEqualTo(MIB);
    assertThat(pace.atOnce()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      pace.answered(pace.bytes(), 50);
    }
    assertThat(pace.bytes()).isEqualTo(MIB + 3 * MIB / 4);
    assertThat(pace.atOnce()).isEqualTo(3);
  }

  @Test
  void slowerAnswers_makeThemMore_butNotLarger_andStillSlowerOnesNeither() {
    for (int i = 0; i < 3; i++) {
      pace.answered(pace.bytes(), 200);
    }
    assertThat(pace.bytes()).isEqualTo(MIB);
    assertThat(pace.atOnce()).isEqualTo(3);
    for (int i = 0; i < 30; i++) {
      pace.answered(pace.bytes(), 400);
    }
    assertThat(pace.atOnce()).isEqualTo(3);
  }

  @Test
  void smallRequests_sayNothing() {
    for (int i = 0; i < 30; i++) {
      pace.answered(1_000, 5);
    }
    assertThat(pace.bytes()).isEqualTo(MIB);
    assertThat(pace.atOnce()).isEqualTo(2);
  }

  @Test
  void complaints_halveBoth_downToOneSmallRequest() {
    for (int i = 0; i < 400; i++) {
      pace.answered(pace.bytes(), 10);
    }
    assertThat(pace.bytes()).isEqualTo(Pace.LARGEST);
    assertThat(pace.atOnce()).isEqualTo(Pace.MOST_AT_ONCE);
    pace.pressed();
    assertThat(pace.bytes()).isEqualTo(Pace.LARGEST / 2);
    assertThat(pace.atOnce()).isEqualTo(4);
    for (int i = 0; i < 20; i++) {
      pace.pressed();
    }
    assertThat(pace.bytes()).isEqualTo(Pace.SMALLEST);
    assertThat(pace.atOnce()).isEqualTo(1);
  }

  @Test
  void answersThatTakeSeconds_makeThemFewerAndSmaller_butNotThanTheFirstOnes() {
    for (int i = 0; i < 12; i++) {
      pace.answered(pace.bytes(), 50);
    }
    assertThat(pace.bytes()).isEqualTo(4 * MIB);
    assertThat(pace.atOnce()).isEqualTo(5);
    pace.answered(pace.bytes(), 2_000);
    assertThat(pace.bytes()).isEqualTo(3 * MIB);
    assertThat(pace.atOnce()).isEqualTo(4);
    for (int i = 0; i < 100; i++) {
      pace.answered(pace.bytes(), 20_000);
    }
    assertThat(pace.bytes()).isEqualTo(MIB);
    assertThat(pace.atOnce()).isEqualTo(2);
  }

  @Test
  void afterComplaints_theFirstSizeComesBack_howeverSlowTheAnswers() {
    for (int i = 0; i < 20; i++) {
      pace.pressed();
    }
    for (int i = 0; i < 20; i++) {
      pace.answered(pace.bytes(), 5_000);
    }
    assertThat(pace.bytes()).isEqualTo(MIB);
    assertThat(pace.atOnce()).isEqualTo(2);
  }

  @Test
  void tooLargeRequests_becomeSmaller_butNotFewer() {
    pace.tooLarge();
    assertThat(pace.bytes()).isEqualTo(MIB / 2);
    assertThat(pace.atOnce()).isEqualTo(2);
  }
}
