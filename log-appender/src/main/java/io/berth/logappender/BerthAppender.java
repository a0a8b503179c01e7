/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ships log events to a receiver of the Fluentd Forward protocol. <b>What can be lost:</b> an event
 * is kept until the receiver has acknowledged it, in memory (16 MiB unless set otherwise) and,
 * where {@code spillDirectory} is set, on the disk (64 MiB). It is lost when the process is killed
 * while it is in memory still (about the last 300 ms in good times, the 16 MiB while the receiver
 * is away; not what is on the disk), and when the receiver is away for so long that all of that is
 * full: then the newest events are dropped and counted, and one event says how many as soon as the
 * way is free. What is left at the end of the application, {@code flushMillis} after it, is lost
 * without {@code spillDirectory}, and with it is sent at the next start. A disk that cannot be
 * written is as none. An event may be sent twice, when an acknowledgement is lost or after a kill;
 * both copies carry the same {@code event.id}.
 *
 * <p>The thread that logs never waits for the network and never sees an exception: it writes the
 * fields down and puts them into a bounded queue. The numbers in {@code event.id} (instance, then a
 * sequence) have gaps exactly where events were dropped.
 *
 * <p>Without {@code forward} the appender does nothing, so it can stand in every configuration.
 */
public final class BerthAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private String forward = "";
  private String service = "";
  private String exclude = "";
  private boolean ack = true;
  private int ackTimeoutMillis = 30_000;
  private long queueBytes = 8L * 1024 * 1024;
  private long bufferBytes = 8L * 1024 * 1024;
  private int flushMillis = 3_000;
  private String spillDirectory = "";
  private long spillBytes = 64L * 1024 * 1024;
  private @Nullable LogDelivery delivery;

  @Override
  public void start() {
    super.start();
    try {
      delivery =
          new LogDelivery(
              new LogDelivery.AppenderSettings(
                  forward,
                  service,
                  exclude,
                  ack,
                  ackTimeoutMillis,
                  queueBytes,
                  bufferBytes,
                  flushMillis,
                  spillDirectory,
                  spillBytes),
              System.getenv());
    } catch (IllegalArgumentException e) {
      addError("Logs are not shipped: " + e.getMessage(), e);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogDelivery to = delivery;
    if (to == null || !to.wants(event.getLoggerName())) {
      return;
    }
    try {
      Instant time = event.getInstant();
      to.offer(
          time == null ? Instant.ofEpochMilli(event.getTimeStamp()) : time,
          LogbackFields.of(event, to.identity(), to.nextId()));
    } catch (RuntimeException e) {
      // An argument's toString may throw anything; logging must not.
      addWarn("An event of " + event.getLoggerName() + " could not be converted", e);
    }
  }

  @Override
  public void stop() {
    LogDelivery open = delivery;
    delivery = null;
    if (open != null) {
      open.stop();
    }
    super.stop();
  }

  /** Events that were dropped because there was no room for them. */
  public long dropped() {
    LogDelivery to = delivery;
    return to == null ? 0 : to.dropped();
  }

  /** Approximate number of bytes queued in memory. */
  public long waiting() {
    LogDelivery to = delivery;
    return to == null ? 0 : to.waiting();
  }

  /** The receiver, {@code host:port}; empty: nothing is shipped. */
  public void setForward(String forward) {
    this.forward = forward.strip();
  }

  /** The name to log under; BERTH_APP where it is empty. */
  public void setService(String service) {
    this.service = service.strip();
  }

  /** Whether the receiver must acknowledge. Default true. */
  public void setAck(boolean ack) {
    this.ack = ack;
  }

  /** How long an acknowledgement may take, in milliseconds. Default 30,000. */
  public void setAckTimeoutMillis(int ackTimeoutMillis) {
    this.ackTimeoutMillis = ackTimeoutMillis;
  }

  /** Memory for events that wait for the shipping thread, in bytes. Default 8 MiB. */
  public void setQueueBytes(long queueBytes) {
    this.queueBytes = queueBytes;
  }

  /** Memory for events in flight, in bytes. Default 8 MiB. */
  public void setBufferBytes(long bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  /** How long the end of the application may wait for the last events. Default 3,000 ms. */
  public void setFlushMillis(int flushMillis) {
    this.flushMillis = flushMillis;
  }

  /**
   * Where events wait that memory has no room for: a directory that outlives the process and that
   * several processes may share. Default none.
   */
  public void setSpillDirectory(String spillDirectory) {
    this.spillDirectory = spillDirectory.strip();
  }

  /** How much of the disk they may take, in bytes. Default 64 MiB. */
  public void setSpillBytes(long spillBytes) {
    this.spillBytes = spillBytes;
  }

  /** Names, or beginnings of names, of loggers whose events are not shipped; by commas. */
  public void setExclude(String loggers) {
    this.exclude = loggers;
  }
}
