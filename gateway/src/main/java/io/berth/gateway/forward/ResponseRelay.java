/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies a response from a service to the client. A disconnected client is noticed only when a byte
 * is written: while a service is idle, a comment is written between two server-sent events, and any
 * other response that stalls is aborted. So neither the handler nor the connection to the service
 * outlives the client.
 */
final class ResponseRelay {

  private static final byte[] COMMENT = ": still here\n\n".getBytes(UTF_8);
  private static final byte[] END = {};
  private static final int QUEUE_CAPACITY = 16;
  private static final int CHUNK_BYTES = 8192;

  private final InputStream in;
  private final boolean isEventStream;
  private final Duration idleTimeout;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
  private volatile @Nullable IOException fault;
  private int lineEnds = 2;

  /**
   * @param in the service's response; the caller closes it, which also ends the reader
   * @param isEventStream whether comments may be written into it
   * @param idleTimeout after this time without a byte the client is checked
   */
  ResponseRelay(InputStream in, boolean isEventStream, Duration idleTimeout) {
    this.in = in;
    this.isEventStream = isEventStream;
    this.idleTimeout = idleTimeout;
  }

  /**
   * Copies until the response ends.
   *
   * @throws IOException if the client has disconnected or the service broke off
   */
  void copyTo(OutputStream out) throws IOException, InterruptedException {
    Thread reader = Thread.ofVirtual().name("relay").start(this::read);
    try {
      for (byte[] chunk = next(out); chunk != END; chunk = next(out)) {
        out.write(chunk);
        out.flush();
        count(chunk);
      }
    } finally {
      reader.interrupt();
    }
    IOException broken = fault;
    if (broken != null) {
      throw broken;
    }
  }

  private byte[] next(OutputStream out) throws IOException, InterruptedException {
    byte[] chunk = poll();
    while (chunk == null) {
      boolean isBetweenEvents = isEventStream && lineEnds >= 2;
      if (!isBetweenEvents) {
        throw new IOException("the service broke off: nothing came for " + idleTimeout);
      }
      out.write(COMMENT);
      out.flush();
      chunk = poll();
    }
    return chunk;
  }

  private byte @Nullable [] poll() throws InterruptedException {
    return chunks.poll(idleTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Counts the line ends at the end of the stream; two end an event. */
  private void count(byte[] chunk) {
    for (byte each : chunk) {
      lineEnds = each == '\n' ? lineEnds + 1 : each == '\r' ? lineEnds : 0;
    }
  }

  private void read() {
    try {
      byte[] buffer = new byte[CHUNK_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (read > 0) {
          chunks.put(Arrays.copyOf(buffer, read));
        }
      }
      chunks.put(END);
    } catch (IOException e) {
      fault = e;
      finish();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish() {
    try {
      chunks.put(END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
