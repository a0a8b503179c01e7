/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * The end of a page: time and id of the last hit. Its text is opaque to callers.
 *
 * @param time as Elasticsearch sorts it
 * @param id of the document
 */
public record PageCursor(String time, String id) {

  /** Reads {@link #text()}. */
  public static PageCursor parse(String text) {
    try {
      String both = new String(Base64.getUrlDecoder().decode(text), UTF_8);
      int space = both.indexOf(' ');
      if (space > 0) {
        return new PageCursor(both.substring(0, space), both.substring(space + 1));
      }
    } catch (IllegalArgumentException e) {
      // No base64: said below.
    }
    throw new InvalidQueryException("after", text, "the 'next' of an earlier answer");
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((time + " " + id).getBytes(UTF_8));
  }
}
