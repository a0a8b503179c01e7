/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichedLogParserTest {

  @Test
  void document_isCutOutByteForByte_whereverItStands() {
    var log =
        new EnrichedLog(
            "i",
            "s",
            "berth.app",
            "shop",
            Map.of("message", "größer }", "log", Map.of("level", "INFO")));
    var cut = new EnrichedLogParser().of(record(EventJson.write(log)));
    assertThat(cut.id()).isEqualTo("i");
    assertThat(cut.stream()).isEqualTo("logs-berth.app-shop");
    assertThat(EventJson.mapper().readValue(cut.json(), Map.class)).isEqualTo(log.document());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"i\",\"stream\":\"s\",\"dataset\":\"d\",\"namespace\":\"n\",\"document\":{\"a\":\"}\"}}",
        "{\"id\":\"i\",\"stream\":\"s\",\"dataset\":\"d\",\"namespace\":\"n\",\"document\":{\"a\":\"}\"},\"more\":{}}",
        "{\"document\":{\"a\":\"}\"},\"namespace\":\"n\",\"dataset\":\"d\",\"id\":\"\\u0069\"}",
        "{\"id\":\"i\",\"stream\":\"s\",\"dataset\":\"d\",\"namespace\":\"n\",\"document\":{\n\"a\":\n\"}\"}}"
      })
  void otherForms_giveTheSameDocument_inOneLine(String json) {
    var cut = new EnrichedLogParser().of(record(json.getBytes(UTF_8)));
    assertThat(cut.id()).isEqualTo("i");
    assertThat(cut.stream()).isEqualTo("logs-d-n");
    assertThat(cut.json()).asString(UTF_8).isEqualTo("{\"a\":\"}\"}");
  }

  @Test
  void streamsThatTakeTurns_keepTheirNames() {
    var parser = new EnrichedLogParser();
    for (String dataset : List.of("a", "a", "b", "a")) {
      var log = new EnrichedLog("i", "s", dataset, "n", Map.of("message", "m"));
      assertThat(parser.of(record(EventJson.write(log))).stream())
          .isEqualTo("logs-" + dataset + "-n");
    }
  }

  @Test
  void whatIsNoEnrichedLog_isNull() {
    assertThat(new EnrichedLogParser().of(record("[]".getBytes(UTF_8)))).isNull();
    assertThat(new EnrichedLogParser().of(record("{\"id\":\"i\"}".getBytes(UTF_8)))).isNull();
    assertThat(new EnrichedLogParser().of(record("nonsense".getBytes(UTF_8)))).isNull();
  }

  @Test
  void copies_areAsOldAsTheRecord_orAsItsReceipt_butNotOlderThanTwoWeeks() {
    long received = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();
    assertThat(since("2026-01-31T11:59:58.123Z", received)).isEqualTo(received - 1_877);
    assertThat(since("2026-01-31T12:30:00Z", received)).isEqualTo(received);
    long twoWeeks = received - Duration.ofDays(14).toMillis();
    assertThat(since("1999-01-31T12:30:00Z", received)).isEqualTo(twoWeeks);
    assertThat(since("yesterday", received)).isEqualTo(twoWeeks);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2000-02-29T23:59:59.999999999Z",
        "2024-12-31T23:59:59.120Z",
        "2026-03-01T00:00:00.000001Z",
        "2100-03-01T12:34:56.789012Z",
        "+12026-03-01T12:34:56Z"
      })
  void time_isReadAsJavaReadsIt(String iso) {
    assertThat(EarliestCopyTime.parse(iso.getBytes(UTF_8), -1))
        .isEqualTo(Instant.parse(iso).toEpochMilli());
  }

  private static long since(String time, long received) {
    var record =
        new ConsumerRecord<byte[], byte[]>(
            "t",
            0,
            0,
            received,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            new RecordHeaders(),
            Optional.empty());
    record.headers().add("ce_time", time.getBytes(UTF_8));
    return EarliestCopyTime.since(record);
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>("t", 0, 0, null, value);
  }
}
