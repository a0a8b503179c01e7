/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

  @Test
  void parts_areReadByTheirNames() {
    assertThat(Part.read("receive,enrich,index")).containsExactlyInAnyOrder(Part.values());
    assertThat(Part.read(" Index, receive")).containsExactlyInAnyOrder(Part.RECEIVE, Part.INDEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "receiver", "receive,,index"})
  void whatIsNoPart_isRefused_withThoseThatThereAre(String text) {
    assertThatThrownBy(() -> Part.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BERTH_LOG_PARTS is '" + text + "'")
        .hasMessageContaining("receive,enrich,index");
  }
}
