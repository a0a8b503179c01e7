/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pulling from https://robot:s3cr3tvalue@registry.example/cart",
        "Authorization: Bearer s3cr3tvalue.and.more",
        "password=s3cr3tvalue",
        "DB_PASSWORD: 's3cr3tvalue'",
        "{\"token\": \"s3cr3tvalue\"}",
        "api-key=s3cr3tvalue, and more"
      })
  void secrets_areTakenOut(String text) {
    assertThat(Redactor.redact(text)).doesNotContain("s3cr3tvalue").contains("[redacted]");
  }

  @Test
  void otherTexts_stayAsTheyAre() {
    String text = "Back-off restarting failed container cart in pod cart-7d9f";
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void longTexts_areCut_andSayHowLongTheyWere() {
    assertThat(Redactor.redact("x".repeat(5000))).hasSizeLessThan(4100).contains("5000");
  }
}
