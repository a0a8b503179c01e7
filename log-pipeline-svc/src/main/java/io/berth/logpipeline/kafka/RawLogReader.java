/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.EventTypes;
import io.berth.events.InvalidEventException;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventHeaders;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.json.IsoTime;
import io.berth.logpipeline.json.JsonMaps;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads raw records. Records in the form that our receiver writes are read field by field; all
 * others go to the general deserializer, which knows every form and reports what is wrong.
 */
final class RawLogReader {

  private static final byte[] TYPE = EventTypes.nameOf(RawLog.class).getBytes(UTF_8);
  private static final byte[] VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  /** The attributes without which a record is not usual, each once. */
  private static final int ATTRIBUTES = 5;

  private static final int UNUSUAL = 100;

  private final CloudEventDeserializer general = new CloudEventDeserializer();

  /** The record; null where it is empty. What its envelope says of the event is not read. */
  @Nullable DeserializationResult read(ConsumerRecord<byte[], byte[]> record) {
    RawLog usual = record.value() == null || !isUsual(record) ? null : usual(record.value());
    return usual == null
        ? general.deserialize(record.topic(), record.headers(), record.value())
        : new DeserializationResult.Readable(Envelope.of("-", "-", Instant.EPOCH, usual));
  }

  private static boolean isUsual(ConsumerRecord<byte[], byte[]> record) {
    int usual = 0;
    for (Header header : record.headers()) {
      byte[] value = header.value();
      if (value == null) {
        return false;
      }
      usual +=
          switch (header.key()) {
            case CloudEventHeaders.TYPE -> Arrays.equals(value, TYPE) ? 1 : UNUSUAL;
            case CloudEventHeaders.SPEC_VERSION -> Arrays.equals(value, VERSION) ? 1 : UNUSUAL;
            case CloudEventHeaders.CONTENT_TYPE -> Arrays.equals(value, JSON) ? 1 : UNUSUAL;
            case CloudEventHeaders.ID -> isText(value, 200) ? 1 : UNUSUAL;
            case CloudEventHeaders.TIME -> IsoTime.isUsual(value) ? 1 : UNUSUAL;
            case CloudEventHeaders.SOURCE -> isText(value, 500) ? 0 : UNUSUAL;
            case CloudEventHeaders.SUBJECT -> 0;
            default -> UNUSUAL;
          };
    }
    return usual == ATTRIBUTES;
  }

  private static boolean isText(byte[] value, int longest) {
    return value.length > 0 && value.length <= longest && value[0] > ' ';
  }

  private static @Nullable RawLog usual(byte[] json) {
    try (JsonParser parser = EventJson.mapper().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      RawLog log = fields(parser);
      return log != null && parser.nextToken() == null ? log : null;
    } catch (JacksonException | InvalidEventException e) {
      return null;
    }
  }

  /** Null where a field is missing, unknown or there twice, or no text. */
  private static @Nullable RawLog fields(JsonParser parser) {
    String[] texts = new String[5];
    Map<String, Object> fields = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("fields") && token == JsonToken.START_OBJECT && fields == null) {
        fields = JsonMaps.object(parser);
        continue;
      }
      int text = placeOf(name);
      if (text < 0 || token != JsonToken.VALUE_STRING || texts[text] != null) {
        return null;
      }
      texts[text] = parser.getString();
    }
    return fields == null ? null : log(texts, fields);
  }

  private static int placeOf(String name) {
    return switch (name) {
      case "stream" -> 0;
      case "tag" -> 1;
      case "time" -> 2;
      case "receivedAt" -> 3;
      case "eventId" -> 4;
      default -> -1;
    };
  }

  private static @Nullable RawLog log(@Nullable String[] texts, Map<String, Object> fields) {
    String stream = texts[0];
    String tag = texts[1];
    Instant time = texts[2] == null ? null : IsoTime.parse(texts[2]);
    Instant receivedAt = texts[3] == null ? null : IsoTime.parse(texts[3]);
    return stream == null || tag == null || time == null || receivedAt == null
        ? null
        : new RawLog(stream, tag, time, receivedAt, texts[4], fields);
  }
}
