/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTextTest {

  @Test
  void onlyWhatIsNotWell_isTold() {
    assertThat(
            HealthText.brief(
                """
                {"status":"DOWN","components":{
                  "ping":{"status":"UP"},
                  "kafka":{"status":"DOWN","details":{"error":"no broker at localhost:1"}}}}"""))
        .isEqualTo("kafka DOWN {\"error\":\"no broker at localhost:1\"}");
  }

  @Test
  void nestedComponents_areFound() {
    assertThat(
            HealthText.brief(
                """
                {"status":"DOWN","components":{"binders":{"status":"DOWN","components":{
                  "kstream":{"status":"DOWN"}}}}}"""))
        .isEqualTo("kstream DOWN");
  }

  @Test
  void whatIsNotJson_isShownAsItIs() {
    assertThat(HealthText.brief("<html>\n oops")).isEqualTo("<html> oops");
  }
}
