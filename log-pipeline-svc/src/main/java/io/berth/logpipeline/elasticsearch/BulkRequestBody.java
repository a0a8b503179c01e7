/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.IndexDocument;
import java.util.Arrays;
import java.util.List;

/** Builds the body of a bulk request from bytes. */
final class BulkRequestBody {

  private static final byte[] CREATE = "{\"create\":{\"_id\":".getBytes(UTF_8);
  private static final byte[] END = "}}\n".getBytes(UTF_8);

  private static final byte[] LINE = {'\n'};
  private static final byte[] QUOTE = {'"'};

  private byte[] bytes;
  private int length;

  private BulkRequestBody(int size) {
    bytes = new byte[size];
  }

  static byte[] create(List<IndexDocument> documents) {
    int size = 0;
    for (IndexDocument document : documents) {
      size += CREATE.length + document.id().length() + END.length + document.length() + 3;
    }
    BulkRequestBody body = new BulkRequestBody(size);
    for (IndexDocument document : documents) {
      body.action(document.id());
      body.add(document.bytes(), document.from(), document.length());
      body.add(LINE);
    }
    return body.toArray();
  }

  private void action(String id) {
    add(CREATE);
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
