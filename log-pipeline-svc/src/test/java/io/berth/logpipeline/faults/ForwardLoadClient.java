/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.faults;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueFactory;

/**
 * One client with one connection, that keeps a chunk until it is acknowledged: as every client of
 * the protocol does that was told to.
 */
final class ForwardLoadClient implements Runnable {

  private static final int CHUNK = 250;
  private static final int ANSWER_MILLIS = 30_000;
  private static final String PADDING = " payment accepted for the order".repeat(8);

  private final int number;
  private final int port;
  private final String dataset;
  private final int records;
  private final LongAdder acknowledged;
  private Socket socket = new Socket();
  private MessageUnpacker answers = MessagePack.newDefaultUnpacker(new byte[0]);

  ForwardLoadClient(int number, int port, String dataset, int records, LongAdder acknowledged) {
    this.number = number;
    this.port = port;
    this.dataset = dataset;
    this.records = records;
    this.acknowledged = acknowledged;
  }

  /** The id of a record. */
  static String id(int sender, int sequence) {
    return "c%02d-%08d".formatted(sender, sequence);
  }

  @Override
  public void run() {
    for (int from = 0; from < records; from += CHUNK) {
      int to = Math.min(records, from + CHUNK);
      byte[] frame = frame("k" + number + "-" + from, from, to);
      while (!isTaken(frame)) {
        LockSupport.parkNanos(200_000_000);
      }
      acknowledged.add(to - from);
    }
  }

  private boolean isTaken(byte[] frame) {
    try {
      if (!socket.isConnected() || socket.isClosed()) {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(ANSWER_MILLIS);
        answers = MessagePack.newDefaultUnpacker(socket.getInputStream());
      }
      socket.getOutputStream().write(frame);
      return answers.unpackValue().asMapValue().map().containsKey(ValueFactory.newString("ack"));
    } catch (IOException | MessagePackException e) {
      close();
      return false;
    }
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone in any case.
    }
  }

  private byte[] frame(String chunk, int from, int to) {
    try {
      return pack(chunk, entries(from, to));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pack(String chunk, byte[] entries) throws IOException {
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3).packString("faulty");
      packer.packBinaryHeader(entries.length).writePayload(entries);
      packer.packMapHeader(1).packString("chunk").packString(chunk);
      return packer.toByteArray();
    }
  }

  private byte[] entries(int from, int to) throws IOException {
    long now = Instant.now().getEpochSecond();
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      for (int i = from; i < to; i++) {
        packer.packArrayHeader(2).packLong(now).packMapHeader(4);
        text(packer, "event.id", id(number, i));
        text(packer, "event.dataset", dataset);
        text(packer, "service.name", "faulty");
        text(packer, "message", "INFO record " + i + PADDING);
      }
      return packer.toByteArray();
    }
  }

  private static void text(MessagePacker packer, String name, String value) throws IOException {
    packer.packString(name);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    packer.packRawStringHeader(bytes.length).writePayload(bytes);
  }
}
