/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrichedSliceTest {

  @Test
  void document_isCutOutByteForByte_whereverItStands() {
    var log =
        new EnrichedLog(
            "i",
            "s",
            "berth.app",
            "shop",
            Map.of("message", "größer }", "log", Map.of("level", "INFO")));
    var cut = EnrichedSlice.of(EventJson.write(log));
    assertThat(cut.id()).isEqualTo("i");
    assertThat(cut.stream()).isEqualTo("logs-berth.app-shop");
    assertThat(EventJson.mapper().readValue(cut.json(), Map.class)).isEqualTo(log.document());
  }

  @Test
  void whatIsNoEnrichedLog_isNull() {
    assertThat(EnrichedSlice.of("[]".getBytes(UTF_8))).isNull();
    assertThat(EnrichedSlice.of("{\"id\":\"i\"}".getBytes(UTF_8))).isNull();
    assertThat(EnrichedSlice.of("nonsense".getBytes(UTF_8))).isNull();
  }
}
