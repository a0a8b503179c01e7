/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnWritesTest {

  private static final String CART = OwnWrites.key("Deployment", "shop", "cart");

  private final OwnWrites writes = new OwnWrites();

  @Test
  void objectThatWasNeverWritten_isShownByAnyVersion() {
    assertThat(writes.shownBy(CART, "1")).isTrue();
    assertThat(writes.shownBy(CART, OwnWrites.NONE)).isTrue();
  }

  @Test
  void ownWrite_isShownByItsVersionAndByLaterOnes_asNumbers() {
    writes.wrote(CART, "100");
    assertThat(writes.shownBy(CART, "99")).isFalse();
    assertThat(writes.shownBy(CART, OwnWrites.NONE)).isFalse();
    assertThat(writes.shownBy(CART, "100")).isTrue();
    writes.wrote(CART, "100");
    assertThat(writes.shownBy(CART, "1000")).isTrue();
  }

  @Test
  void whatWasShownOnce_isNotAskedForAgain() {
    writes.wrote(CART, "100");
    assertThat(writes.shownBy(CART, "101")).isTrue();
    assertThat(writes.shownBy(CART, OwnWrites.NONE)).as("deleted by somebody").isTrue();
  }

  @Test
  void answersThatArriveInAnotherOrder_leaveTheNewest() {
    writes.wrote(CART, "101");
    writes.wrote(CART, "99");
    assertThat(writes.shownBy(CART, "100")).isFalse();
  }

  @Test
  void erasedObject_isShownByNothing_untilItIsWrittenAgain() {
    writes.wrote(CART, "100");
    writes.erased(CART);
    assertThat(writes.shownBy(CART, "100")).isFalse();
    writes.wrote(CART, "105");
    assertThat(writes.shownBy(CART, OwnWrites.NONE)).isFalse();
    assertThat(writes.shownBy(CART, "105")).isTrue();
    writes.erased(CART);
    assertThat(writes.shownBy(CART, OwnWrites.NONE)).isTrue();
  }

  @Test
  void otherObjects_areNotConcerned() {
    writes.wrote(CART, "100");
    assertThat(writes.shownBy(OwnWrites.key("Service", "shop", "cart"), "1")).isTrue();
  }
}
