/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.log.RawLog;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawLogReaderTest {

  private static final String HEAD =
      "{\"stream\":\"s\",\"tag\":\"t\",\"time\":\"2026-01-31T12:00:00.5Z\",\"receivedAt\":\"2026-01-31T12:00:01Z\"";

  private final RawLogReader reader = new RawLogReader();
  private final CloudEventDeserializer general = new CloudEventDeserializer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD
            + ",\"eventId\":\"a-1\",\"fields\":{\"a\":[1,2.5,true,null,{\"b\":\"ü\"}],\"n\":12345678901234567890}}",
        HEAD + ",\"fields\":{}}",
        HEAD + ",\"eventId\":null,\"fields\":{}}",
        HEAD + ",\"fields\":{\"a\":1,\"a\":2},\"later\":{\"x\":1}}",
        HEAD + ",\"fields\":{}} trailing",
        HEAD + ",\"fields\":{\"a\":[1",
        HEAD + ",\"fields\":null}",
        HEAD + ",\"tag\":\"u\",\"fields\":{}}",
        HEAD + ",\"fields\":{\"a\":1},\"fields\":{\"b\":2}}",
        HEAD + ",\"fields\":{\"a\":\"\\ud83d\",\"b\":{\"c\":[]},\"d\":1e400,\"e\":-0.0}}",
        HEAD + ",\"tag\":\"\",\"fields\":{}}",
        "{\"stream\":1}",
        "[]",
        "nonsense"
      })
  void everyRecord_isReadAsTheGeneralReaderReadsIt(String json) {
    var record = record(json, "2026-01-31T12:00:00Z");
    DeserializationResult expected = general.deserialize("t", record.headers(), record.value());
    DeserializationResult read = reader.read(record);
    if (expected instanceof DeserializationResult.Readable(var envelope)) {
      assertThat(((DeserializationResult.Readable) read).envelope().payload())
          .isEqualTo(envelope.payload());
    } else {
      assertThat(read).hasToString(expected.toString());
    }
  }

  @Test
  void oddHeaders_areJudgedByTheGeneralReader() {
    String json = HEAD + ",\"fields\":{}}";
    assertThat(reader.read(record(json, "yesterday")))
        .isInstanceOf(DeserializationResult.Invalid.class);
    var bare = new ConsumerRecord<>("t", 0, 0, new byte[0], json.getBytes(UTF_8));
    assertThat(reader.read(bare)).isInstanceOf(DeserializationResult.Unreadable.class);
    assertThat(reader.read(new ConsumerRecord<>("t", 0, 0, new byte[0], null))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-13-01T00:00:00Z", "2026-01-01T24:00:01Z", "2026-01-01 00:00:00Z", ""})
  void whatIsNoTime_isRefused(String text) {
    assertThat(reader.read(record(HEAD + ",\"fields\":{}}", text)).getClass())
        .isEqualTo(
            general
                .deserialize(
                    "t", record("", text).headers(), (HEAD + ",\"fields\":{}}").getBytes(UTF_8))
                .getClass());
  }

  @Test
  void changedRecords_areReadAsTheGeneralReaderReadsThem() {
    Random random = new Random(4711);
    byte[] whole =
        (HEAD
                + ",\"eventId\":\"a-1\",\"fields\":{\"log\":\"{\\\"a\\\":1e3}\",\"n\":[-1,2.5,true,null,{\"b\":\"\u00fc\"}]}}")
            .getBytes(UTF_8);
    String odd = "\"\\{}[],:0195eE+-.nulltrue \n\t\u00fc\u0001";
    byte[] alphabet = odd.getBytes(UTF_8);
    int quick = 0;
    for (int i = 0; i < 15_000; i++) {
      byte[] json = Arrays.copyOf(whole, whole.length - (i % 5 == 0 ? random.nextInt(20) : 0));
      for (int change = random.nextInt(4); change > 0; change--) {
        json[random.nextInt(json.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      quick += isReadAlike(json) ? 1 : 0;
    }
    assertThat(quick).isGreaterThan(3_000);
  }

  /** True where it was read. */
  private boolean isReadAlike(byte[] json) {
    var record = record("", "2026-01-31T12:00:00Z");
    var changed = new ConsumerRecord<>("t", 0, 0, new byte[0], json);
    record.headers().forEach(changed.headers()::add);
    DeserializationResult expected = general.deserialize("t", changed.headers(), json);
    DeserializationResult read = reader.read(changed);
    if (expected instanceof DeserializationResult.Readable(var envelope)) {
      assertThat(((DeserializationResult.Readable) read).envelope().payload())
          .as(new String(json, UTF_8))
          .isEqualTo(envelope.payload());
      return true;
    }
    assertThat(read).hasToString(expected.toString());
    return false;
  }

  private static ConsumerRecord<byte[], byte[]> record(String json, String time) {
    var record = new ConsumerRecord<>("t", 0, 0, new byte[0], json.getBytes(UTF_8));
    new EventHeaders(RawLog.class)
        .of(UUID.randomUUID().toString(), new byte[] {'s'}, Instant.EPOCH)
        .forEach(
            header -> {
              boolean isTime = header.key().equals("ce_time");
              record.headers().add(header.key(), isTime ? time.getBytes(UTF_8) : header.value());
            });
    return record;
  }
}
