/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * Where a page ended: the last hit's time and id. Its text is opaque to callers.
 *
 * @param time as Elasticsearch sorts it
 * @param id of the document
 */
public record Cursor(String time, String id) {

  /** Reads {@link #text()}. */
  public static Cursor parse(String text) {
    try {
      String both = new String(Base64.getUrlDecoder().decode(text), UTF_8);
      int space = both.indexOf(' ');
      if (space > 0) {
        return new Cursor(both.substring(0, space), both.substring(space + 1));
      }
    } catch (IllegalArgumentException e) {
      // No base64: said below.
    }
    throw new InvalidQuery("after", text, "the 'next' of an earlier answer");
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((time + " " + id).getBytes(UTF_8));
  }
}
