/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.Enricher;
import io.berth.logpipeline.enrichment.EnrichmentResult;
import io.berth.logpipeline.enrichment.PodTable;
import io.berth.logpipeline.limits.LimitFilter;
import io.berth.logpipeline.limits.LogLimits;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrichedLogWriterTest {

  private static final Instant RECEIVED = Instant.ofEpochMilli(1_790_000_000_123L);

  private final RawLog raw = new RawLog("s", "t", Instant.EPOCH, RECEIVED, null, Map.of());

  @Test
  void record_isReadByEveryReaderOfEvents_andHasTheTimeOfReceipt() {
    var record = records("").of(enriched("größer }"), raw);
    assertThat(record.timestamp()).isEqualTo(RECEIVED.toEpochMilli());
    assertThat(record.key()).asString(UTF_8).isEqualTo("s");
    var read = new CloudEventDeserializer().deserialize("t", record.headers(), record.value());
    assertThat(read).isInstanceOf(DeserializationResult.Readable.class);
    var envelope = ((DeserializationResult.Readable) read).envelope();
    assertThat(envelope.id()).isEqualTo("i");
    assertThat(envelope.time()).isEqualTo(raw.time());
    assertThat(envelope.payload())
        .isInstanceOfSatisfying(
            EnrichedLog.class,
            log -> {
              assertThat(log.id()).isEqualTo("i");
              assertThat(log.stream()).isEqualTo("s");
              assertThat(log.dataset()).isEqualTo("berth.app");
              assertThat(log.namespace()).isEqualTo("shop");
              assertThat(log.document()).containsEntry("message", "größer }");
            });
  }

  @Test
  void record_hasTheFormThatIsFoundWithoutAParser() {
    byte[] json = records("").of(enriched("größer \"}\"\n."), raw).value();
    assertThat(new String(json, UTF_8))
        .startsWith(
            "{\"id\":\"i\",\"stream\":\"s\",\"dataset\":\"berth.app\",\"namespace\":\"shop\",\"document\":{")
        .doesNotContain("\n");
    assertThat(EventJson.mapper().readTree(json).path("document").path("message").asString())
        .isEqualTo("größer \"}\"\n.");
  }

  @Test
  void droppedRecord_isNotWritten() {
    var records = records("cart: records=1 burst=1");
    assertThat(records.of(enriched("m"), raw)).isNotNull();
    assertThat(records.of(enriched("m"), raw)).isNull();
  }

  private EnrichmentResult enriched(String message) {
    Map<String, Object> fields =
        Map.of("message", message, "berth.app", "cart", "kubernetes.namespace", "shop");
    return new Enricher(new PodTable(), _ -> {})
        .enrich(new RawLog("s", "t", Instant.EPOCH, RECEIVED, "i", fields), "p");
  }

  private static EnrichedLogWriter records(String limits) {
    return new EnrichedLogWriter(
        "enriched", new LimitFilter(LogLimits.of(limits), (source, ruling) -> {}));
  }
}
