/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;
import org.komamitsu.fluency.fluentd.ingester.sender.FluentdSender;
import org.komamitsu.fluency.ingester.Ingester;

/** Carries lines over the Fluentd Forward protocol with Fluency. */
final class FluencyCarrier implements Carrier {

  private static final int KEEPING_SECONDS = 5;

  private final Fluency fluency;
  private final Wire wire;
  private final @Nullable KeepingIngester sending;
  private final String tag;

  /**
   * @param wire where to and how
   * @param tag the Forward protocol's tag
   * @param backlog what cannot be sent before the end is kept there
   */
  FluencyCarrier(Wire wire, String tag, Backlog backlog) {
    this.wire = wire;
    this.tag = tag;
    Sending builder = new Sending(backlog);
    builder.setAckResponseMode(wire.ack());
    builder.setReadTimeoutMilli(wire.ackTimeoutMillis());
    builder.setConnectionTimeoutMilli(5_000);
    builder.setMaxBufferSize(wire.bufferBytes());
    builder.setBufferChunkInitialSize(64 * 1024);
    builder.setBufferChunkRetentionSize(1024 * 1024);
    builder.setBufferChunkRetentionTimeMillis(200);
    builder.setFlushAttemptIntervalMillis(100);
    builder.setSenderMaxRetryCount(2);
    builder.setSenderMaxRetryIntervalMillis(1_000);
    builder.setJvmHeapBufferMode(true);
    // What is kept takes no network, but a disk may be slow.
    builder.setWaitUntilBufferFlushed(backlog == Backlog.NONE ? seconds() : KEEPING_SECONDS);
    builder.setWaitUntilFlusherTerminated(1);
    this.fluency = builder.build(wire.host(), wire.port());
    this.sending = backlog == Backlog.NONE ? null : builder.made;
  }

  private int seconds() {
    return Math.max(1, wire.flushMillis() / 1000);
  }

  @Override
  public void emit(Instant time, Map<String, Object> fields) throws IOException {
    fluency.emit(tag, EventTime.fromEpoch(time.getEpochSecond(), time.getNano()), fields);
  }

  @Override
  public void close() throws IOException {
    KeepingIngester keeping = sending;
    if (keeping != null) {
      try {
        fluency.flush();
        fluency.waitUntilAllBufferFlushed(seconds());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      keeping.keepFromNowOn();
    }
    fluency.close();
  }

  /** Fluency's own builder, with our way out of its buffer. */
  private static final class Sending extends FluencyBuilderForFluentd {
    private final Backlog backlog;
    private @Nullable KeepingIngester made;

    private Sending(Backlog backlog) {
      this.backlog = backlog;
    }

    @Override
    protected Ingester buildIngester(FluentdSender sender) {
      KeepingIngester ingester = new KeepingIngester(super.buildIngester(sender), backlog);
      made = ingester;
      return ingester;
    }
  }

  /**
   * Where to and how.
   *
   * @param host of the receiver
   * @param port of the receiver
   * @param ack whether the receiver must say that it has a chunk before it is forgotten here
   * @param ackTimeoutMillis how long that may take
   * @param bufferBytes memory for what is not sent yet
   * @param flushMillis how long closing may wait for it
   */
  record Wire(
      String host, int port, boolean ack, int ackTimeoutMillis, long bufferBytes, int flushMillis) {

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException saying what is wanted
     */
    static Wire to(String forward, boolean ack, int ackTimeoutMillis, long bytes, int flushMillis) {
      int colon = forward.lastIndexOf(':');
      String port = forward.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException(
            "forward is '" + forward + "', wanted host:port such as localhost:24224");
      }
      return new Wire(
          forward.substring(0, colon),
          Integer.parseInt(port),
          ack,
          ackTimeoutMillis,
          bytes,
          flushMillis);
    }
  }
}
