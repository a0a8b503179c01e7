/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.Received;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.limits.Gate;
import io.berth.logpipeline.limits.Limits;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrichedRecordsTest {

  private static final Instant RECEIVED = Instant.ofEpochMilli(1_790_000_000_123L);

  private final RawLog raw = new RawLog("s", "t", Instant.EPOCH, RECEIVED, null, Map.of());

  @Test
  void record_isReadByEveryReaderOfEvents_andWasStampedAtTheDoor() {
    var log = log(Map.of("message", "größer }", "log", Map.of("level", "INFO")));
    var record = records("").of(log, raw);
    assertThat(record.timestamp()).isEqualTo(RECEIVED.toEpochMilli());
    assertThat(record.key()).asString(UTF_8).isEqualTo("s");
    var read = new CloudEventDeserializer().deserialize("t", record.headers(), record.value());
    assertThat(read).isInstanceOf(Received.Readable.class);
    var envelope = ((Received.Readable) read).envelope();
    assertThat(envelope.payload()).isEqualTo(log);
    assertThat(envelope.id()).isEqualTo("i");
    assertThat(envelope.time()).isEqualTo(raw.time());
  }

  @Test
  void record_hasTheFormThatIsFoundWithoutAParser() {
    var log = log(Map.of("message", "größer \"}\"\n"));
    byte[] json = records("").of(log, raw).value();
    assertThat(new String(json, UTF_8))
        .startsWith(
            "{\"id\":\"i\",\"stream\":\"s\",\"dataset\":\"berth.app\",\"namespace\":\"shop\",\"document\":{")
        .doesNotContain("\n");
    assertThat(EventJson.mapper().readTree(json))
        .isEqualTo(EventJson.mapper().readTree(EventJson.write(log)));
  }

  @Test
  void whatALimitLeavesOut_isNoRecord() {
    var records = records("cart: records=1 burst=1");
    var log = log(Map.of("message", "m", "berth", Map.of("app", "cart")));
    assertThat(records.of(log, raw)).isNotNull();
    assertThat(records.of(log, raw)).isNull();
  }

  private static EnrichedLog log(Map<String, Object> document) {
    return new EnrichedLog("i", "s", "berth.app", "shop", document);
  }

  private static EnrichedRecords records(String limits) {
    return new EnrichedRecords("enriched", new Gate(Limits.of(limits), (author, ruling) -> {}));
  }
}
