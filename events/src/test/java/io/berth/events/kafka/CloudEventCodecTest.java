/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.CommandSamples;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.Samples;
import io.berth.events.command.Scale;
import io.berth.events.kafka.DeserializationResult.Invalid;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.DeserializationResult.Unreadable;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CloudEventCodecTest {

  private static final String SCALE =
      "{\"meta\":{\"requestedBy\":\"anna\"},"
          + "\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},\"replicas\":5}";

  private final CloudEventSerializer serializer = new CloudEventSerializer();
  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();

  static Stream<Map.Entry<String, Event>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyExample_survivesARoundTrip(Map.Entry<String, Event> sample) {
    Envelope<Event> sent =
        new Envelope<>("id-1", "/shop/bot", Samples.NOON, "00-4bf9-00f0-01", sample.getValue());
    Headers headers = new RecordHeaders();
    byte[] value = serializer.serialize("any", headers, sent);
    assertThat(deserializer.deserialize("any", headers, value)).isEqualTo(new Readable(sent));
  }

  @Test
  void attributes_areHeaders_andTheValueIsThePayloadAlone() {
    Headers headers = new RecordHeaders();
    byte[] value =
        serializer.serialize("any", headers, Samples.envelope(CommandSamples.SCALE_CART));
    assertThat(Stream.of(headers.toArray()).map(h -> h.key() + "=" + new String(h.value(), UTF_8)))
        .containsExactlyInAnyOrder(
            "ce_specversion=1.0",
            "ce_id=" + Samples.COMMAND_ID,
            "ce_source=/berth/samples",
            "ce_type=berth.command.scale.v1",
            "ce_time=2026-03-01T12:00:00Z",
            "ce_subject=shop/cart",
            "content-type=application/json");
    assertThat(new String(value, UTF_8)).startsWith("{\"meta\":").contains("\"replicas\":5");
  }

  @Test
  void tombstone_isNullInBothDirections() {
    assertThat(serializer.serialize("any", new RecordHeaders(), null)).isNull();
    assertThat(deserializer.deserialize("any", new RecordHeaders(), (byte[]) null)).isNull();
  }

  @Test
  void structuredMode_isRead() {
    assertThat(structured("\"data\":" + SCALE)).isEqualTo(binary(SCALE));
  }

  @Test
  void structuredModeInBase64_isRead() {
    String base64 = Base64.getEncoder().encodeToString(SCALE.getBytes(UTF_8));
    assertThat(structured("\"data_base64\":\"" + base64 + "\"")).isEqualTo(binary(SCALE));
  }

  @Test
  void missingTime_isThatOfTheRecord() {
    Headers headers = headers("id-1", "berth.command.scale.v1");
    headers.remove("ce_time");
    Instant recordTimestamp = Instant.parse("2026-05-05T05:05:05Z");
    assertThat(deserializer.deserialize("any", headers, SCALE.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Readable.class,
            read -> assertThat(read.envelope().timeOr(recordTimestamp)).isEqualTo(recordTimestamp));
    assertThat(Samples.envelope(CommandSamples.STOP_CART).timeOr(recordTimestamp))
        .isEqualTo(Samples.NOON);
  }

  @Test
  void wrongTimeAndFields_areReportedTogether() {
    Headers headers = headers("id-1", "berth.command.scale.v1");
    headers.remove("ce_time").add("ce_time", "noon".getBytes(UTF_8));
    assertThat(deserializer.deserialize("any", headers, SCALE.replace("5", "0").getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.payload()).isEqualTo(Scale.class);
              assertThat(invalid.time()).isNull();
              assertThat(invalid.fields())
                  .containsExactly(
                      new InvalidField(
                          "header ce_time",
                          "'noon'",
                          "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z"),
                      new InvalidField("replicas", "0", "1 to 1000", 1, 84));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce_type        |                      | no header ce_type; wanted the event's type",
        "ce_type        | berth.command.fly.v1 | header ce_type is 'berth.command.fly.v1'; wanted",
        "ce_id          |                      | no header ce_id; wanted an id that is unique",
        "ce_id          | ' '                  | no header ce_id; wanted an id that is unique",
        "ce_specversion | 0.3                  | header ce_specversion is '0.3'; wanted 1.0"
      })
  void wrongAttribute_isUnreadable_withTheReason(String header, String value, String reason) {
    Headers headers = headers("id-1", "berth.command.scale.v1");
    headers.remove(header);
    if (value != null) {
      headers.add(header, value.getBytes(UTF_8));
    }
    assertThat(deserializer.deserialize("any", headers, SCALE.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.reason()).startsWith(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~           | an empty value; wanted the JSON of a berth.command.scale.v1",
        "hello        | no JSON: found a word without quotes, wanted a value: text in double",
        "{\"meta\":   | no JSON: meta: found the end of the document, wanted the rest of the value (line",
        "{} {}        | no JSON: found more after the end of the value, wanted one JSON value alone (line"
      })
  void noJson_isUnreadable_withTheReason(String value, String reason) {
    assertThat(binary(value))
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.reason()).startsWith(reason));
  }

  @Test
  void structuredModeWithoutData_isUnreadable() {
    assertThat(structured("\"subject\":\"x\""))
        .isEqualTo(
            new Unreadable("a structured CloudEvent without 'data'; wanted the payload there"));
    assertThat(structured("\"data_base64\":\"%%\""))
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).startsWith("'data_base64' is no Base64"));
  }

  @Test
  void faultsOfAStructuredEvent_havePositionInTheRecordAndPathInThePayload() {
    assertThat(structured("\n\"data\":" + SCALE.replace("5}", "0,\n\"replicas\":7}")))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.fields())
                    .extracting(InvalidField::toString)
                    .containsExactly(
                        "replicas: found 0, wanted 1 to 1000 (line 2, column 91)",
                        "replicas: found a second 'replicas'; the first is in line 2, column 80,"
                            + " wanted each field once: keep one of the two (line 3, column 1)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"data\":{},\"data\":{}       | a second 'data'",
        "\"data\":{},\"x\":\"\\ud800\"   | U+D800, half of a surrogate pair",
        "\"data\":{\"meta\":{\"requestedBy\":\"\\u001b\"}} | U+001B (ESCAPE)"
      })
  void structuredEventThatIsNotStrict_isInvalid(String rest, String found) {
    assertThat(structured(rest))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.fields())
                    .anySatisfy(fault -> assertThat(fault.found()).startsWith(found)));
  }

  @Test
  void payloadGivenTwice_isUnreadable() {
    assertThat(structured("\"data\":{},\"data_base64\":\"e30=\""))
        .isEqualTo(
            new Unreadable("both 'data' and 'data_base64'; wanted the payload in one of them"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce_id     | header ce_id holds U+000A (LINE FEED (LF)); wanted one line",
        "ce_source | header ce_source holds U+000A (LINE FEED (LF)); wanted one line"
      })
  void attributeOfTwoLines_isUnreadable(String header, String reason) {
    Headers headers = headers("id-1", "berth.command.scale.v1");
    headers.remove(header).add(header, "a\n2026-01-31 INFO b".getBytes(UTF_8));
    assertThat(deserializer.deserialize("any", headers, SCALE.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.reason()).startsWith(reason));
  }

  @Test
  void unknownType_isReportedInOneLine() {
    Headers headers = headers("id-1", "berth\u001b[2J\n.v1");
    assertThat(deserializer.deserialize("any", headers, SCALE.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable ->
                assertThat(unreadable.reason())
                    .startsWith("header ce_type is 'berth\\u001b[2J\\n.v1'"));
  }

  @Test
  void idThatIsNoUtf8_isUnreadable() {
    Headers headers = headers("id-1", "berth.command.scale.v1");
    headers.remove("ce_id").add("ce_id", new byte[] {'a', (byte) 0xff});
    assertThat(deserializer.deserialize("any", headers, SCALE.getBytes(UTF_8)))
        .isEqualTo(new Unreadable("header ce_id is no UTF-8; wanted text in UTF-8"));
  }

  private DeserializationResult binary(String json) {
    return deserializer.deserialize(
        "any", headers("id-1", "berth.command.scale.v1"), json.getBytes(UTF_8));
  }

  private DeserializationResult structured(String data) {
    Headers headers =
        new RecordHeaders()
            .add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"id-1\",\"source\":\"/shop/bot\",\"type\":"
            + "\"berth.command.scale.v1\",\"time\":\"2026-03-01T12:00:00Z\",%s}";
    return deserializer.deserialize("any", headers, event.replace("%s", data).getBytes(UTF_8));
  }

  private static Headers headers(String id, String type) {
    return new RecordHeaders()
        .add("ce_specversion", "1.0".getBytes(UTF_8))
        .add("ce_id", id.getBytes(UTF_8))
        .add("ce_source", "/shop/bot".getBytes(UTF_8))
        .add("ce_type", type.getBytes(UTF_8))
        .add("ce_time", "2026-03-01T12:00:00Z".getBytes(UTF_8));
  }
}
