/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.metrics.ResourceSample;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Times and windows that a sample may have. */
class SampleTimesTest {

  @ParameterizedTest
  @CsvSource({
    "sampledAt, +1000000000-12-31T23:59:59.999999999Z",
    "sampledAt, -1000000000-01-01T00:00:00Z",
    "sampledAt, +10000-01-01T00:00:00Z",
    "sampledAt, -0001-12-31T23:59:59Z",
    "startedAt, +1000000000-12-31T23:59:59Z",
    "readySince, +1000000000-12-31T23:59:59Z",
    "measuredAt, -1000000000-01-01T00:00:00Z",
    "window, PT1000000000000000H",
    "window, PT24H0.000000001S",
    "window, PT-0.000000001S",
    "window, PT-1000000000000000H",
  })
  void implausibleTimeOrWindow_isRejectedByItsName(String field, String value) {
    assertThatThrownBy(() -> read(ClusterSamples.CART_BUSY, field, value))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(field)
        .hasMessageContaining(shortened(value));
  }

  @ParameterizedTest
  @CsvSource({
    "sampledAt, 0001-01-01T00:00:00Z",
    "sampledAt, 1970-01-01T00:00:00Z",
    "sampledAt, 9999-12-31T23:59:59.999999999Z",
    "startedAt, 0001-01-01T00:00:00Z",
    "readySince, 2106-02-07T06:28:15Z",
    "window, PT0S",
    "window, PT24H",
  })
  void timeOrWindowOfFormerVersions_isAccepted(String field, String value) {
    assertThatCode(() -> read(ClusterSamples.CART_BUSY, field, value)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-0001-12-31T23:59:59Z"})
  void timeOfACustomSample_isBounded(String value) {
    assertThatThrownBy(() -> read(ClusterSamples.CART_REQUESTS, "sampledAt", value))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("sampledAt: found " + Instant.parse(value));
  }

  private static String shortened(String value) {
    return value.startsWith("PT") ? "PT" : value.substring(0, 5);
  }

  private static MetricSample read(MetricSample sample, String field, String value) {
    JsonNode json = EventJson.mapper().valueToTree(sample);
    ObjectNode owner = json.has(field) ? (ObjectNode) json : (ObjectNode) json.path("pods").path(0);
    assertThat(owner.has(field)).as(field).isTrue();
    owner.put(field, value);
    byte[] bytes = EventJson.mapper().writeValueAsBytes(json);
    return sample instanceof ResourceSample
        ? EventJson.read(bytes, ResourceSample.class)
        : EventJson.read(bytes, CustomSample.class);
  }
}
