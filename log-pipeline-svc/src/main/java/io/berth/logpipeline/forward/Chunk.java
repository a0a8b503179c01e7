/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The head of what a client sent: one record or many.
 *
 * @param tag of all of its records
 * @param mode how its entries are written
 * @param entriesAt where they begin in the frame
 * @param entriesLength how many bytes they are; 0 where the mode does not need it
 * @param id the client's id of the chunk, as it must be echoed; null where it wants no answer
 * @param signal Fluent Bit's kind of data; 0 for logs
 */
record Chunk(
    String tag, Mode mode, int entriesAt, int entriesLength, byte @Nullable [] id, long signal) {

  enum Mode {
    MESSAGE,
    FORWARD,
    PACKED,
    GZIP,
    ZSTD,
    /** Compressed in a way that we do not know. */
    UNKNOWN
  }

  /** The same chunk, sent again by the same host, has the same name. */
  String nameFrom(String host) {
    return host + "/" + tag + "/" + (id == null ? "" : HexFormat.of().formatHex(id));
  }
}
