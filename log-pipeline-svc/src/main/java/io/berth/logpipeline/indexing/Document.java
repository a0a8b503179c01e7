/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/**
 * A document to index.
 *
 * @param stream the data stream it goes to
 * @param id its id: the same record has it again
 * @param json a JSON object
 * @param since no copy of it was indexed before this time, in milliseconds since 1970
 */
public record Document(String stream, String id, byte[] json, long since) {

  Document with(byte[] other) {
    return new Document(stream, id, other, since);
  }
}
