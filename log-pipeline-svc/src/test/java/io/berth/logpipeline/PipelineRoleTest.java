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

class PipelineRoleTest {

  @Test
  void roles_areParsedByName() {
    assertThat(PipelineRole.read("receive,enrich,index"))
        .containsExactlyInAnyOrder(PipelineRole.values());
    assertThat(PipelineRole.read(" Index, receive"))
        .containsExactlyInAnyOrder(PipelineRole.RECEIVE, PipelineRole.INDEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "receiver", "receive,,index"})
  void unknownRole_isRejected_withTheValidOnes(String text) {
    assertThatThrownBy(() -> PipelineRole.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BERTH_LOG_PARTS is '" + text + "'")
        .hasMessageContaining("receive,enrich,index");
  }
}
