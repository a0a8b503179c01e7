/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.kubernetes.ReadYourWritesCache.WrittenVersions;
import org.junit.jupiter.api.Test;

class WrittenVersionsTest {

  private static final String CART = WrittenVersions.key("Deployment", "shop", "cart");

  private final WrittenVersions writtenVersions = new WrittenVersions();

  @Test
  void unwrittenObject_isVisibleAtAnyVersion() {
    assertThat(writtenVersions.isVisibleAt(CART, "1")).isTrue();
    assertThat(writtenVersions.isVisibleAt(CART, WrittenVersions.NONE)).isTrue();
  }

  @Test
  void ownWrite_isVisibleAtItsVersionAndLaterOnes_comparedAsNumbers() {
    writtenVersions.recordWrite(CART, "100");
    assertThat(writtenVersions.isVisibleAt(CART, "99")).isFalse();
    assertThat(writtenVersions.isVisibleAt(CART, WrittenVersions.NONE)).isFalse();
    assertThat(writtenVersions.isVisibleAt(CART, "100")).isTrue();
    writtenVersions.recordWrite(CART, "100");
    assertThat(writtenVersions.isVisibleAt(CART, "1000")).isTrue();
  }

  @Test
  void visibleWrite_isNotCheckedAgain() {
    writtenVersions.recordWrite(CART, "100");
    assertThat(writtenVersions.isVisibleAt(CART, "101")).isTrue();
    assertThat(writtenVersions.isVisibleAt(CART, WrittenVersions.NONE))
        .as("deleted by somebody")
        .isTrue();
  }

  @Test
  void responsesOutOfOrder_keepTheNewestVersion() {
    writtenVersions.recordWrite(CART, "101");
    writtenVersions.recordWrite(CART, "99");
    assertThat(writtenVersions.isVisibleAt(CART, "100")).isFalse();
  }

  @Test
  void deletedObject_isNotVisible_untilItIsWrittenAgain() {
    writtenVersions.recordWrite(CART, "100");
    writtenVersions.recordDelete(CART);
    assertThat(writtenVersions.isVisibleAt(CART, "100")).isFalse();
    writtenVersions.recordWrite(CART, "105");
    assertThat(writtenVersions.isVisibleAt(CART, WrittenVersions.NONE)).isFalse();
    assertThat(writtenVersions.isVisibleAt(CART, "105")).isTrue();
    writtenVersions.recordDelete(CART);
    assertThat(writtenVersions.isVisibleAt(CART, WrittenVersions.NONE)).isTrue();
  }

  @Test
  void otherObjects_areUnaffected() {
    writtenVersions.recordWrite(CART, "100");
    assertThat(writtenVersions.isVisibleAt(WrittenVersions.key("Service", "shop", "cart"), "1"))
        .isTrue();
  }
}
