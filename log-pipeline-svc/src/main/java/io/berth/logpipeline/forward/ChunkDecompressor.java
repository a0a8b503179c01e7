/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import com.github.luben.zstd.ZstdInputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses a chunk piece by piece, never as a whole; it may hold several gzip members or zstd
 * frames.
 */
final class ChunkDecompressor {

  /** Takes a piece that holds whole objects. */
  interface ObjectConsumer {
    void take(byte[] bytes, int from, int length);
  }

  private static final int READ = 64 * 1024;

  /** 2^23 bytes is what zstd's strongest usual level looks back; a client may not ask for more. */
  private static final int MAX_WINDOW = 23;

  private final ForwardLimits limits;
  private final Chunk.ForwardMode mode;

  ChunkDecompressor(ForwardLimits limits, Chunk.ForwardMode mode) {
    this.limits = limits;
    this.mode = mode;
  }

  void eachObject(byte[] zipped, int from, int length, ObjectConsumer to) {
    FrameScanner scanner = new FrameScanner(limits.entryBytes());
    ByteBuf window = Unpooled.buffer(READ);
    long total = 0;
    try (InputStream in = open(new ByteArrayInputStream(zipped, from, length))) {
      int read;
      while ((read = window.writeBytes(in, READ)) >= 0) {
        total += read;
        if (total > limits.unzippedBytes()) {
          throw new MalformedFrameException(
              "a chunk of more than " + limits.unzippedBytes() + " bytes when unzipped");
        }
        give(scanner, window, to);
        window.discardReadBytes();
      }
    } catch (IOException e) {
      throw new MalformedFrameException(
          mode.name().toLowerCase(Locale.ROOT) + " that cannot be read");
    }
    if (window.isReadable()) {
      throw new MalformedFrameException("a chunk that ends in the middle of a record");
    }
  }

  private InputStream open(InputStream zipped) throws IOException {
    return mode == Chunk.ForwardMode.ZSTD
        ? new ZstdInputStream(zipped).setLongMax(MAX_WINDOW)
        : new GZIPInputStream(zipped, READ);
  }

  private static void give(FrameScanner scanner, ByteBuf window, ObjectConsumer to) {
    int object;
    while ((object = scanner.scan(window)) >= 0) {
      to.take(window.array(), window.arrayOffset() + window.readerIndex(), object);
      window.skipBytes(object);
    }
  }
}
