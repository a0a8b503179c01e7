/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseRelayTest {

  private static final Duration IDLE_TIMEOUT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(3);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 8193, 1_000_000})
  void response_isCopiedCompletely(int size) throws Exception {
    byte[] body = "x".repeat(size).getBytes(UTF_8);

    new ResponseRelay(new ByteArrayInputStream(body), false, LONG).copyTo(out);

    assertThat(out.toByteArray()).isEqualTo(body);
  }

  @Test
  void idleEventStream_getsComments_untilTheClientHasDisconnected() throws Exception {
    try (var service = new PipedOutputStream();
        var in = new PipedInputStream(service)) {
      service.write("data: 1\n\n".getBytes(UTF_8));
      service.flush();

      assertThatIOException()
          .isThrownBy(
              () -> new ResponseRelay(in, true, IDLE_TIMEOUT).copyTo(new DisconnectingClient(3)))
          .withMessage("the client has disconnected");

      assertThat(out.toString(UTF_8)).isEqualTo("data: 1\n\n: still here\n\n: still here\n\n");
    }
  }

  @Test
  void eventStreamThatStallsWithinAnEvent_isAborted_withoutAComment() throws Exception {
    try (var service = new PipedOutputStream();
        var in = new PipedInputStream(service)) {
      service.write("data: {\"a\":".getBytes(UTF_8));
      service.flush();

      assertThatIOException()
          .isThrownBy(() -> new ResponseRelay(in, true, IDLE_TIMEOUT).copyTo(out))
          .withMessageContaining("the service broke off");

      assertThat(out.toString(UTF_8)).isEqualTo("data: {\"a\":");
    }
  }

  @Test
  void otherResponseThatStalls_isAborted_withoutAnAddition() throws Exception {
    try (var service = new PipedOutputStream();
        var in = new PipedInputStream(service)) {
      service.write("a log\n\n".getBytes(UTF_8));
      service.flush();

      assertThatIOException()
          .isThrownBy(() -> new ResponseRelay(in, false, IDLE_TIMEOUT).copyTo(out))
          .withMessageContaining("nothing came for " + IDLE_TIMEOUT);

      assertThat(out.toString(UTF_8)).isEqualTo("a log\n\n");
    }
  }

  @Test
  void brokenResponse_failsTheRelay() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatIOException()
        .isThrownBy(() -> new ResponseRelay(broken, true, LONG).copyTo(out))
        .withMessage("connection reset");
  }

  @Test
  void readerThread_endsWhenTheClientHasDisconnected() {
    var service = new EndlessInputStream();

    assertThatIOException()
        .isThrownBy(
            () -> new ResponseRelay(service, true, LONG).copyTo(new DisconnectingClient(2)));

    await().atMost(LONG).until(() -> !service.reader.isAlive());
  }

  /** Disconnects after a number of writes. */
  private final class DisconnectingClient extends OutputStream {
    private int left;

    DisconnectingClient(int writes) {
      left = writes;
    }

    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (left-- == 0) {
        throw new IOException("the client has disconnected");
      }
      out.write(bytes, from, length);
    }
  }

  /** Never ends. */
  private static final class EndlessInputStream extends InputStream {
    private volatile Thread reader = Thread.currentThread();

    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      reader = Thread.currentThread();
      return length;
    }
  }
}
