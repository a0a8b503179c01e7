/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.util.Arrays;

/**
 * A document to index. Its JSON lies where it was read, between other bytes: it is copied once,
 * into the request.
 *
 * @param stream the data stream it goes to
 * @param id its id: the same record has it again
 * @param bytes hold its JSON, an object without line breaks
 * @param from where the JSON begins in them
 * @param length of the JSON, in bytes
 * @param since no copy of it was indexed before this time, in milliseconds since 1970
 */
public record IndexDocument(
    String stream, String id, byte[] bytes, int from, int length, long since) {

  /** A document whose bytes are its JSON. */
  public IndexDocument(String stream, String id, byte[] json, long since) {
    this(stream, id, json, 0, json.length, since);
  }

  /** A copy of its JSON. */
  public byte[] json() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  IndexDocument with(byte[] other) {
    return new IndexDocument(stream, id, other, since);
  }
}
