/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.store.JsonTrees;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Where watch events go; a client that does not read is cut off, so that it resumes. */
final class WatchStream {

  private static final int QUEUE_BYTES = 16 << 20;

  private final Consumer<byte[]> writer;
  private final Runnable closer;
  private final java.util.function.BooleanSupplier full;
  private final List<AutoCloseable> closings = new ArrayList<>();
  private boolean closed;

  private WatchStream(
      Consumer<byte[]> writer, Runnable closer, java.util.function.BooleanSupplier full) {
    this.writer = writer;
    this.closer = closer;
    this.full = full;
  }

  static Future<WatchStream> open(ApiRequest call) {
    return isWebSocket(call)
        ? call.request().toWebSocket().map(WatchStream::of)
        : Future.succeededFuture(chunked(call));
  }

  static boolean isWebSocket(ApiRequest call) {
    return "websocket".equalsIgnoreCase(call.request().getHeader("Upgrade"));
  }

  private static WatchStream of(ServerWebSocket socket) {
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    WatchStream sink =
        new WatchStream(
            bytes ->
                socket.writeTextMessage(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)),
            socket::close,
            socket::writeQueueFull);
    socket.closeHandler(_ -> sink.closed());
    socket.exceptionHandler(_ -> sink.close());
    return sink;
  }

  private static WatchStream chunked(ApiRequest call) {
    HttpServerResponse response = call.request().response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "application/json")
        .setWriteQueueMaxSize(QUEUE_BYTES);
    response.writeHead();
    WatchStream sink =
        new WatchStream(
            bytes -> response.write(Buffer.buffer(bytes).appendByte((byte) '\n')),
            response::end,
            response::writeQueueFull);
    response.closeHandler(_ -> sink.closed());
    response.exceptionHandler(_ -> sink.closed());
    return sink;
  }

  void send(JsonNode event) {
    if (closed) {
      return;
    }
    if (full.getAsBoolean()) {
      close();
    } else {
      writer.accept(JsonTrees.MAPPER.writeValueAsBytes(event));
    }
  }

  void onClose(AutoCloseable closing) {
    closings.add(closing);
    if (closed) {
      closed();
    }
  }

  void close() {
    if (!closed) {
      closed();
      closer.run();
    }
  }

  private void closed() {
    closed = true;
    List<AutoCloseable> all = List.copyOf(closings);
    closings.clear();
    for (AutoCloseable closing : all) {
      try {
        closing.close();
      } catch (Exception e) {
        throw new IllegalStateException("a watch could not be closed", e);
      }
    }
  }
}
