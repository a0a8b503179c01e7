/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.logpipeline.json.JsonScan;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Locates the document within the bytes of an {@code EnrichedLog} without parsing it into objects.
 * Records of our own enrichment are recognized by their form, in a tenth of the time that a parser
 * takes; all others are parsed. For one thread.
 */
final class EnrichedLogParser {

  private static final byte[] ID = "{\"id\":\"".getBytes(UTF_8);
  private static final byte[] STREAM = "\",\"stream\":\"".getBytes(UTF_8);
  private static final byte[] DATASET = "\",\"dataset\":\"".getBytes(UTF_8);
  private static final byte[] NAMESPACE = "\",\"namespace\":\"".getBytes(UTF_8);
  private static final byte[] DOCUMENT = "\",\"document\":".getBytes(UTF_8);

  private byte[] lastPlace = {};
  private String lastStream = "";

  /** Reads the head and finds the document; null where it is no enriched log. */
  @Nullable IndexDocument of(ConsumerRecord<byte[], byte[]> record) {
    byte[] json = record.value();
    if (json == null) {
      return null;
    }
    IndexDocument formed = formed(json, record);
    return formed == null ? parsed(json, record) : formed;
  }

  private @Nullable IndexDocument formed(byte[] json, ConsumerRecord<byte[], byte[]> record) {
    int id = JsonScan.behind(ID, json, 0);
    int idEnd = JsonScan.plainEnd(json, id);
    int streamEnd = JsonScan.plainEnd(json, JsonScan.behind(STREAM, json, idEnd));
    int dataset = JsonScan.behind(DATASET, json, streamEnd);
    int datasetEnd = JsonScan.plainEnd(json, dataset);
    int namespace = JsonScan.behind(NAMESPACE, json, datasetEnd);
    int namespaceEnd = JsonScan.plainEnd(json, namespace);
    int document = JsonScan.behind(DOCUMENT, json, namespaceEnd);
    int end = JsonScan.objectEnd(json, document);
    if (end < 0 || end != json.length - 1 || json[end] != '}') {
      return null;
    }
    return new IndexDocument(
        stream(json, dataset, datasetEnd, namespace, namespaceEnd),
        new String(json, id, idEnd - id, ISO_8859_1),
        json,
        document,
        end - document,
        EarliestCopyTime.since(record));
  }

  /** Records of one stream come in numbers: its name is not made for each. */
  private String stream(byte[] json, int dataset, int datasetEnd, int namespace, int end) {
    if (!Arrays.equals(json, dataset, end, lastPlace, 0, lastPlace.length)) {
      lastPlace = Arrays.copyOfRange(json, dataset, end);
      lastStream =
          stream(
              new String(json, dataset, datasetEnd - dataset, ISO_8859_1),
              new String(json, namespace, end - namespace, ISO_8859_1));
    }
    return lastStream;
  }

  private static @Nullable IndexDocument parsed(
      byte[] json, ConsumerRecord<byte[], byte[]> record) {
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
        : new IndexDocument(
            stream(dataset, namespace), id, document, EarliestCopyTime.since(record));
  }

  /** Serialized again if it has line breaks, which would end it in a bulk request. */
  private static byte[] cut(JsonParser parser, byte[] json) {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
    byte[] document = Arrays.copyOfRange(json, from, to);
    return JsonScan.objectEnd(document, 0) == document.length
        ? document
        : EventJson.mapper().writeValueAsBytes(EventJson.mapper().readTree(document));
  }

  private static String stream(String dataset, String namespace) {
    return "logs-" + dataset + "-" + namespace;
  }
}
