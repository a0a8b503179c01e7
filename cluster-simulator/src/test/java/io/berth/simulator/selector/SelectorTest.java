/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SelectorTest {

  private static final ObjectNode POD =
      JsonTrees.parse(
          "{\"metadata\":{\"name\":\"web-1\",\"labels\":{\"tier\":\"low\",\"app\":\"web\"}},\"status\":{\"phase\":\"Running\"}}");

  private static boolean labels(String query) {
    return Selector.of(query, "").test(POD);
  }

  private static boolean fields(String query) {
    return Selector.of("", query).test(POD);
  }

  @Test
  void labels_byEquality_sets_andPresence() {
    assertThat(labels("")).isTrue();
    assertThat(labels("tier=low,app==web")).isTrue();
    assertThat(labels("tier!=low")).isFalse();
    assertThat(labels("missing!=x")).isTrue();
    assertThat(labels("tier in (low, high),app")).isTrue();
    assertThat(labels("tier notin (low)")).isFalse();
    assertThat(labels("!missing")).isTrue();
    assertThat(labels("!app")).isFalse();
  }

  @Test
  void fields_byPath() {
    assertThat(fields("metadata.name=web-1,status.phase!=Failed")).isTrue();
    assertThat(fields("status.phase=Pending")).isFalse();
    assertThat(fields("spec.nodeName=")).isTrue();
  }

  @Test
  void nonsense_isABadRequest() {
    assertThatThrownBy(() -> labels("a in b c"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("unable to parse");
    assertThatThrownBy(() -> fields("name"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("can't understand 'name'");
  }
}
