/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.observation.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectKeyTest {

  @Test
  void key_isParsedToTheSameSubject() {
    Subject cart = Subject.deployment("dc-a", "shop", "cart");
    assertThat(SubjectKey.of(cart)).isEqualTo("dc-a/shop/Deployment/cart");
    assertThat(SubjectKey.parse(SubjectKey.of(cart))).isEqualTo(cart);
    Subject node = Subject.node("dc-a", "node-1");
    assertThat(SubjectKey.parse(SubjectKey.of(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tick", "dc-a/shop/cart"})
  void malformedKey_hasNoSubject(String key) {
    assertThat(SubjectKey.parse(key)).isNull();
  }
}
