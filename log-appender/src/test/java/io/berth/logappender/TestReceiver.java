/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** A receiver on a real socket that unpacks what comes and acknowledges it. */
final class TestReceiver implements AutoCloseable {

  private final ServerSocket server;
  private final List<Map<Value, Value>> records = new CopyOnWriteArrayList<>();
  private final List<String> tags = new CopyOnWriteArrayList<>();

  TestReceiver(int port) throws IOException {
    server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> tags() {
    return tags;
  }

  /**
   * Waits until so many records have come: the end of logging has seconds for that, a test minutes.
   */
  void await(int count) {
    Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> records.size() >= count);
  }

  /** The texts of a field of all records. */
  List<String> texts(String field) {
    Value key = ValueFactory.newString(field);
    return records.stream()
        .filter(record -> record.containsKey(key))
        .map(record -> record.get(key).asRawValue().asString())
        .toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream());
        MessagePacker out = MessagePack.newDefaultPacker(socket.getOutputStream())) {
      while (in.hasNext()) {
        ArrayValue chunk = in.unpackValue().asArrayValue();
        tags.add(chunk.get(0).asStringValue().asString());
        read(chunk.get(1).asRawValue().asByteArray());
        Value id = chunk.get(2).asMapValue().map().get(ValueFactory.newString("chunk"));
        out.packMapHeader(1).packString("ack").packString(id.asRawValue().asString()).flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(byte[] entries) throws IOException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(entries)) {
      while (in.hasNext()) {
        records.add(in.unpackValue().asArrayValue().get(1).asMapValue().map());
      }
    }
  }
}
