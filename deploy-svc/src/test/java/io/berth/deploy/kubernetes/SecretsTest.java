/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void whatLooksLikeASecret_isTakenOut() {
    assertThat(Secrets.redacted("password=hunter2 next")).isEqualTo("password=*** next");
    assertThat(Secrets.redacted("Authorization: Bearer abc.def")).doesNotContain("abc.def");
    assertThat(Secrets.redacted("jdbc:pg://ann:pw123@db/x")).isEqualTo("jdbc:pg://ann:***@db/x");
    assertThat(Secrets.redacted("key AKIAABCDEFGHIJKLMNOP")).isEqualTo("key ***");
    assertThat(Secrets.redacted("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln")).isEqualTo("***");
    assertThat(Secrets.redacted("3 of 4 are ready")).isEqualTo("3 of 4 are ready");
    assertThat(Secrets.redacted(null)).isEmpty();
  }
}
