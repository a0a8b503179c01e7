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

/** Sends events over the Fluentd Forward protocol with Fluency. */
final class FluencySender implements EventSender {

  private static final int SPILL_SECONDS = 5;

  private final Fluency fluency;
  private final ForwardTarget target;
  private final @Nullable SpillingIngester sending;
  private final String tag;

  /**
   * @param wire where to and how
   * @param tag the Forward protocol's tag
   * @param backlog what cannot be sent before the end is kept there
   */
  FluencySender(ForwardTarget target, String tag, SpillQueue spillQueue) {
    this.target = target;
    this.tag = tag;
    SpillingFluencyBuilder builder = new SpillingFluencyBuilder(spillQueue);
    builder.setAckResponseMode(target.ack());
    builder.setReadTimeoutMilli(target.ackTimeoutMillis());
    builder.setConnectionTimeoutMilli(5_000);
    builder.setMaxBufferSize(target.bufferBytes());
    builder.setBufferChunkInitialSize(64 * 1024);
    builder.setBufferChunkRetentionSize(1024 * 1024);
    builder.setBufferChunkRetentionTimeMillis(200);
    builder.setFlushAttemptIntervalMillis(100);
    builder.setSenderMaxRetryCount(2);
    builder.setSenderMaxRetryIntervalMillis(1_000);
    builder.setJvmHeapBufferMode(true);
    // What is kept takes no network, but a disk may be slow.
    builder.setWaitUntilBufferFlushed(spillQueue == SpillQueue.NONE ? seconds() : SPILL_SECONDS);
    builder.setWaitUntilFlusherTerminated(1);
    this.fluency = builder.build(target.host(), target.port());
    this.sending = spillQueue == SpillQueue.NONE ? null : builder.made;
  }

  private int seconds() {
    return Math.max(1, target.flushMillis() / 1000);
  }

  @Override
  public void emit(Instant time, Map<String, Object> fields) throws IOException {
    fluency.emit(tag, EventTime.fromEpoch(time.getEpochSecond(), time.getNano()), fields);
  }

  @Override
  public void close() throws IOException {
    SpillingIngester spilling = sending;
    if (spilling != null) {
      try {
        fluency.flush();
        fluency.waitUntilAllBufferFlushed(seconds());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      spilling.spillFromNowOn();
    }
    fluency.close();
  }

  /** Fluency's own builder, with our way out of its buffer. */
  private static final class SpillingFluencyBuilder extends FluencyBuilderForFluentd {
    private final SpillQueue spillQueue;
    private @Nullable SpillingIngester made;

    private SpillingFluencyBuilder(SpillQueue spillQueue) {
      this.spillQueue = spillQueue;
    }

    @Override
    protected Ingester buildIngester(FluentdSender sender) {
      SpillingIngester ingester = new SpillingIngester(super.buildIngester(sender), spillQueue);
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
  record ForwardTarget(
      String host, int port, boolean ack, int ackTimeoutMillis, long bufferBytes, int flushMillis) {

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException saying what is wanted
     */
    static ForwardTarget to(
        String forward, boolean ack, int ackTimeoutMillis, long bytes, int flushMillis) {
      int colon = forward.lastIndexOf(':');
      String port = forward.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException(
            "forward is '" + forward + "', wanted host:port such as localhost:24224");
      }
      return new ForwardTarget(
          forward.substring(0, colon),
          Integer.parseInt(port),
          ack,
          ackTimeoutMillis,
          bytes,
          flushMillis);
    }
  }
}
