/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.logpipeline.forward.FieldNameCache.FieldName;
import org.junit.jupiter.api.Test;

class FieldNameCacheTest {

  private final FieldNameCache names = new FieldNameCache();

  @Test
  void cachedName_isReturned_afterAnyNumberOfOthers() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 2_000; i++) {
        String text = "größe \"" + i;
        FieldName name = named(text);
        assertThat(name.text()).isEqualTo(text);
        assertThat(name.json()).asString(UTF_8).isEqualTo("\"größe \\\"" + i + "\":");
      }
    }
  }

  @Test
  void nameThatMayHoldASecret_orIsLong_isLookedAtEachTime() {
    assertThat(named("4111111111111111")).isNull();
    assertThat(named("db.password")).isNull();
    assertThat(named("cvc2")).isNull();
    assertThat(named("accessKey")).isNull();
    assertThat(named("n".repeat(101))).isNull();
    assertThat(named("n".repeat(100)).text()).hasSize(100);
  }

  private FieldName named(String text) {
    byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
    return names.of(bytes, 2, bytes.length - 4);
  }
}
