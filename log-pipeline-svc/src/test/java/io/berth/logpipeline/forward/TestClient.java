/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Instant;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** A client of the Forward protocol that is as plain as can be. */
public final class TestClient {

  private TestClient() {}

  /** Sends one record in Message mode, without asking for an answer. */
  public static void send(int port, String tag, Instant time, Map<String, ?> record) {
    write(
        port,
        ForwardFrames.pack(
            packer -> {
              packer.packArrayHeader(3).packString(tag).packLong(time.getEpochSecond());
              map(packer, record);
            }),
        false);
  }

  /** A chunk with one record. */
  public static byte[] frame(String service, String message, String chunk, String eventId) {
    byte[] entry =
        ForwardFrames.pack(
            packer -> {
              packer.packArrayHeader(2).packLong(Instant.now().getEpochSecond());
              map(packer, Map.of("message", message, "event.id", eventId, "service.name", service));
            });
    return ForwardFrames.packed("t", entry, chunk);
  }

  /** A chunk with lines that a container printed. */
  public static byte[] lines(String tag, String container, String... lines) {
    byte[] entries =
        ForwardFrames.pack(
            packer -> {
              for (String line : lines) {
                packer.packArrayHeader(2).packLong(Instant.now().getEpochSecond());
                map(packer, Map.of("log", line, "container_id", container));
              }
            });
    return ForwardFrames.packed(tag, entries, "lines-" + container);
  }

  public static void sendAndAwaitAck(int port, byte[] frame) {
    write(port, frame, true);
  }

  /** A chunk whose second entry is none. */
  public static byte[] poison(String message, String tag) {
    byte[] entries =
        ForwardFrames.pack(
            packer -> {
              packer.packArrayHeader(2).packLong(Instant.now().getEpochSecond());
              map(packer, Map.of("message", message));
              packer.packArrayHeader(1).packInt(1);
            });
    return ForwardFrames.packed(tag, entries, "poison");
  }

  /** Sends a frame and waits until the server answers or hangs up. */
  public static void sendAndAwaitTheEnd(int port, byte[] frame) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(frame);
      int first = socket.getInputStream().read();
      if (first >= 0 && first != 0x81) {
        throw new IllegalStateException("found " + first + ", wanted an acknowledgement");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(int port, byte[] frame, boolean ack) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(frame);
      if (ack) {
        MessagePack.newDefaultUnpacker(socket.getInputStream()).unpackValue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void map(MessagePacker packer, Map<String, ?> record) throws IOException {
    packer.packMapHeader(record.size());
    for (Map.Entry<String, ?> field : record.entrySet()) {
      packer.packString(field.getKey());
      if (field.getValue() instanceof Map<?, ?> inner) {
        packer.packMapHeader(inner.size());
        for (Map.Entry<?, ?> each : inner.entrySet()) {
          packer.packString(each.getKey().toString()).packString(each.getValue().toString());
        }
      } else {
        packer.packString(field.getValue().toString());
      }
    }
  }
}
