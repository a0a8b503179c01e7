/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.Document;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Bodies of requests, put together from bytes. */
final class BulkBody {

  private static final byte[] CREATE = "{\"create\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] DELETE = "{\"delete\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] END = "}}\n".getBytes(UTF_8);

  private BulkBody() {}

  static byte[] create(List<Document> documents) {
    int size = documents.stream().mapToInt(d -> d.json().length + d.id().length() + 24).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    for (Document document : documents) {
      action(CREATE, document.id(), out);
      out.writeBytes(document.json());
      out.write('\n');
    }
    return out.toByteArray();
  }

  static byte[] delete(Collection<String> ids) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(ids.size() * 64);
    ids.forEach(id -> action(DELETE, id, out));
    return out.toByteArray();
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

  private static void action(byte[] begin, String id, ByteArrayOutputStream out) {
    out.writeBytes(begin);
    if (isPlain(id)) {
      out.write('"');
      out.writeBytes(id.getBytes(UTF_8));
      out.write('"');
    } else {
      out.writeBytes(EventJson.mapper().writeValueAsBytes(id));
    }
    out.writeBytes(END);
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
