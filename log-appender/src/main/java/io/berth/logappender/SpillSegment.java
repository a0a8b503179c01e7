/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spill queue: records of length, checksum and bytes. A record that was written only
 * in part, because the process died or the disk was full, ends the file.
 */
final class SpillSegment implements Closeable {

  private static final int HEAD = 8;

  private final Path file;
  private final FileChannel channel;
  private long end;
  private long at;

  private SpillSegment(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /** A new one, or what another process left. */
  static SpillSegment open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new SpillSegment(file, channel, channel.size());
  }

  /** Bytes on the disk. */
  long size() {
    return end;
  }

  /** What a record takes there. */
  static long sizeOf(byte[] bytes) {
    return HEAD + (long) bytes.length;
  }

  void append(byte[] bytes) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length);
    record.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
    long begin = end;
    long position = begin;
    while (record.hasRemaining()) {
      position += channel.write(record, position);
    }
    end = position;
  }

  /** The record at the reading position; null where there is no further one. */
  byte @Nullable [] read() {
    try {
      ByteBuffer head = fill(ByteBuffer.allocate(HEAD), at);
      int length = head.getInt();
      int checksum = head.getInt();
      if (length < 0 || length > end - at - HEAD) {
        return null;
      }
      byte[] bytes = fill(ByteBuffer.allocate(length), at + HEAD).array();
      return checksum(bytes) == checksum ? bytes : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Moves past a record that was read. */
  void next(byte[] read) {
    at += sizeOf(read);
  }

  private ByteBuffer fill(ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, from + buffer.position());
      if (read < 0 || from + buffer.position() > end) {
        throw new IOException("the end");
      }
    }
    return buffer.flip();
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
