/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Document;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Bodies of requests, put together from bytes. */
final class BulkBody {

  private static final byte[] CREATE = "{\"create\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] DELETE = "{\"delete\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] END = "}}\n".getBytes(UTF_8);

  private static final byte[] LINE = {'\n'};
  private static final byte[] QUOTE = {'"'};

  private byte[] bytes;
  private int length;

  private BulkBody(int size) {
    bytes = new byte[size];
  }

  static byte[] create(List<Document> documents) {
    int size = 0;
    for (Document document : documents) {
      size += CREATE.length + document.id().length() + END.length + document.length() + 3;
    }
    BulkBody body = new BulkBody(size);
    for (Document document : documents) {
      body.action(CREATE, document.id());
      body.add(document.bytes(), document.from(), document.length());
      body.add(LINE);
    }
    return body.toArray();
  }

  static byte[] delete(Collection<String> ids) {
    BulkBody body = new BulkBody(ids.size() * 64);
    ids.forEach(id -> body.action(DELETE, id));
    return body.toArray();
  }

  /**
   * Which of these ids are there? One search for all: a look-up for each costs fifty times that.
   */
  static byte[] lookUp(Collection<String> ids) {
    return EventJson.mapper()
        .writeValueAsBytes(
            Map.of(
                "size", ids.size(),
                "_source", false,
                "track_total_hits", false,
                "sort", List.of("_doc"),
                "query", Map.of("ids", Map.of("values", ids))));
  }

  private void action(byte[] begin, String id) {
    add(begin);
    if (isPlain(id)) {
      add(QUOTE);
      add(id.getBytes(UTF_8));
      add(QUOTE);
    } else {
      add(EventJson.mapper().writeValueAsBytes(id));
    }
    add(END);
  }

  private void add(byte[] more) {
    add(more, 0, more.length);
  }

  private void add(byte[] more, int from, int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    System.arraycopy(more, from, bytes, length, count);
    length += count;
  }

  private byte[] toArray() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static boolean isPlain(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
