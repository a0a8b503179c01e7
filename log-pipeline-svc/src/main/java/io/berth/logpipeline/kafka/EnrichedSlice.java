/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Document;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Cuts the document out of an {@code EnrichedLog}'s bytes, without reading it into objects. */
final class EnrichedSlice {

  private EnrichedSlice() {}

  /** Reads the head and cuts; null where it is no enriched log. */
  static @Nullable Document of(ConsumerRecord<byte[], byte[]> record) {
    byte[] json = record.value();
    if (json == null) {
      return null;
    }
    String id = null;
    String dataset = null;
    String namespace = null;
    byte[] document = null;
    try (JsonParser parser = EventJson.mapper().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getString();
          case "dataset" -> dataset = parser.getString();
          case "namespace" -> namespace = parser.getString();
          case "document" -> document = value == JsonToken.START_OBJECT ? cut(parser, json) : null;
          default -> parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return null;
    }
    return id == null || dataset == null || namespace == null || document == null
        ? null
        : new Document(
            "logs-" + dataset + "-" + namespace, id, document, EventMillis.since(record));
  }

  private static byte[] cut(JsonParser parser, byte[] json) {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
    return Arrays.copyOfRange(json, from, to);
  }
}
