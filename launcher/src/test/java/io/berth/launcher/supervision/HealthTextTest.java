/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTextTest {

  @Test
  void onlyUnhealthyComponents_areReported() {
    assertThat(
            HealthText.brief(
                """
                {"status":"DOWN","components":{
                  "ping":{"status":"UP"},
                  "kafka":{"status":"DOWN","details":{"error":"no broker at localhost:1"}}}}"""))
        .isEqualTo("kafka DOWN {\"error\":\"no broker at localhost:1\"}");
  }

  @Test
  void partThatIsDegraded_isShownSo_withItsReason_andCountsAsUp() {
    ProcessHealth health =
        HealthProbe.HealthAnswer.read(
            200,
            """
            {"status":"DEGRADED","components":{
              "kafka":{"status":"UP"},
              "monitor":{"status":"DEGRADED","details":{"problem":"2 of 3 nodes give no metrics"}}}}""");

    assertThat(health.isUp()).isTrue();
    assertThat(health.text())
        .isEqualTo("DEGRADED monitor DEGRADED {\"problem\":\"2 of 3 nodes give no metrics\"}");
  }

  @Test
  void searchEngineWithoutReplicas_isUp_andAPartThatIsDownSaysWhy() {
    assertThat(HealthProbe.HealthAnswer.read(200, "{\"status\":\"yellow\"}").text())
        .isEqualTo("UP");
    assertThat(HealthProbe.HealthAnswer.read(200, "{\"status\":\"red\"}").text())
        .startsWith("DOWN HTTP 200");
    assertThat(HealthProbe.HealthAnswer.read(503, "{\"status\":\"DOWN\"}").text())
        .startsWith("DOWN HTTP 503");
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
  void textThatIsNotJson_isShownUnchanged() {
    assertThat(HealthText.brief("<html>\n oops")).isEqualTo("<html> oops");
  }
}
