/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.DocumentBuilder;
import io.berth.events.document.DocumentSource;
import io.berth.events.document.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

/**
 * Reads files that were written for other programs, such as the output of {@code helm template}:
 * any number of documents, a byte order mark, and merge keys, which stay fields with the name
 * {@code <<}. All else is as strict as {@link YamlReader}.
 */
public final class YamlStream {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private YamlStream() {}

  /**
   * Reads every document, without the empty ones; never throws for what the bytes hold. After a
   * fault of syntax nothing is read: the document with the fault is the last one.
   */
  public static List<Document> read(byte[] bytes) {
    if (bytes.length > DocumentBuilder.MOST_BYTES) {
      return List.of(Document.tooLarge(bytes.length));
    }
    DocumentSource source = DocumentSource.of(withoutMark(bytes), Author.PERSON);
    int @Nullable [] offsets = offsets(source.text());
    Iterator<Event> events = new Parse(YamlReader.SETTINGS).parseString(source.text()).iterator();
    List<Document> documents = new ArrayList<>();
    Document document;
    do {
      document = new YamlReader(source, offsets, true).read(events);
      boolean isEmpty = document.root() == null || document.root() instanceof Node.Null;
      if (!isEmpty || !document.faults().isEmpty()) {
        documents.add(document);
      }
    } while (document.root() != null);
    return documents;
  }

  private static byte[] withoutMark(byte[] bytes) {
    return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)
        ? Arrays.copyOfRange(bytes, 3, bytes.length)
        : bytes;
  }

  /** Where each code point begins, by which the parser counts; null where each is one char. */
  static int @Nullable [] offsets(String text) {
    int points = text.codePointCount(0, text.length());
    if (points == text.length()) {
      return null;
    }
    int[] offsets = new int[points + 1];
    for (int i = 0, at = 0; i < points; i++) {
      offsets[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    offsets[points] = text.length();
    return offsets;
  }
}
