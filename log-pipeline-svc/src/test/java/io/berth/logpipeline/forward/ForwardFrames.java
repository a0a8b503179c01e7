/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Frames as the clients write them. */
final class ForwardFrames {

  interface Body {
    void pack(MessagePacker packer) throws IOException;
  }

  private ForwardFrames() {}

  static byte[] pack(Body body) {
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      body.pack(packer);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes from hexadecimal with spaces. */
  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  /** {@code [time, {"message": text}]} with EventTime. */
  static byte[] entry(String message) {
    return pack(
        packer -> {
          packer.packArrayHeader(2);
          packer.addPayload(hex("d7 00 65 92 00 80 00 00 00 05"));
          packer.packMapHeader(1).packString("message").packString(message);
        });
  }

  static byte[] entries(String... messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String message : messages) {
      all.writeBytes(entry(message));
    }
    return all.toByteArray();
  }

  /** PackedForward as Fluency sends it: entries as str, size, chunk. */
  static byte[] packed(String tag, byte[] entries, String chunk) {
    return pack(
        packer -> {
          packer.packArrayHeader(3).packString(tag);
          packer.packRawStringHeader(entries.length).writePayload(entries);
          packer.packMapHeader(2).packString("size").packInt(entries.length);
          packer.packString("chunk").packString(chunk);
        });
  }

  static byte[] gzipped(String tag, byte[] zipped, String chunk) {
    return pack(
        packer -> {
          packer.packArrayHeader(3).packString(tag);
          packer.packBinaryHeader(zipped.length).writePayload(zipped);
          packer.packMapHeader(2).packString("compressed").packString("gzip");
          packer.packString("chunk").packString(chunk);
        });
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
