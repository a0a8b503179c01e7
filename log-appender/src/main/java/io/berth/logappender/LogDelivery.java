/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delivers the events of one appender to its receiver, independent of the logging library. */
final class LogDelivery {

  private static final List<String> NEVER =
      List.of("org.komamitsu.", "io.berth.logappender.", "org.msgpack.");

  /**
   * Where to and how; see {@link BerthAppender} for the defaults.
   *
   * @param forward {@code host:port}; blank: nowhere
   * @param service the name to log under
   * @param exclude beginnings of loggers' names, by commas
   * @param ack whether the receiver must acknowledge
   * @param ackTimeoutMillis how long that may take
   * @param queueBytes memory for events that wait for the shipping thread
   * @param bufferBytes memory for events on their way
   * @param flushMillis how long the end may wait
   * @param spillDirectory where events wait that memory has no room for; blank: nowhere
   * @param spillBytes how much of the disk they may take
   */
  record AppenderSettings(
      String forward,
      String service,
      String exclude,
      boolean ack,
      int ackTimeoutMillis,
      long queueBytes,
      long bufferBytes,
      int flushMillis,
      String spillDirectory,
      long spillBytes) {}

  private final String instance = UUID.randomUUID().toString();
  private final AtomicLong sequence = new AtomicLong();
  private final AppenderSettings settings;
  private final List<String> excluded;
  private final SourceIdentity identity;
  private final @Nullable AsyncShipper shipper;

  /**
   * Starts.
   *
   * @throws IllegalArgumentException where the receiver's address is none
   */
  LogDelivery(AppenderSettings settings, Map<String, String> environment) {
    this.settings = settings;
    this.identity = SourceIdentity.of(environment, settings.service());
    this.excluded =
        Stream.concat(NEVER.stream(), Stream.of(settings.exclude().split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    this.shipper = settings.forward().isBlank() ? null : shipper();
  }

  private AsyncShipper shipper() {
    var target =
        FluencySender.ForwardTarget.to(
            settings.forward(),
            settings.ack(),
            settings.ackTimeoutMillis(),
            settings.bufferBytes(),
            settings.flushMillis());
    AsyncShipper made =
        new AsyncShipper(
            settings.queueBytes(),
            spillQueue -> new FluencySender(target, identity.tag(), spillQueue),
            () -> DiskSpillQueue.open(settings.spillDirectory(), settings.spillBytes()),
            this::droppedLine);
    made.start();
    return made;
  }

  SourceIdentity identity() {
    return identity;
  }

  boolean wants(String logger) {
    return shipper != null && excluded.stream().noneMatch(logger::startsWith);
  }

  /** The next event's: instance, then a sequence. */
  String nextId() {
    return instance + "-" + sequence.incrementAndGet();
  }

  /** Takes an event or drops it, at once. */
  void offer(Instant time, Map<String, Object> fields) {
    if (shipper != null) {
      shipper.offer(time, fields);
    }
  }

  long dropped() {
    return shipper == null ? 0 : shipper.dropped();
  }

  /** About how many bytes wait in memory for the shipping thread. */
  long waiting() {
    return shipper == null ? 0 : shipper.waiting();
  }

  /** Sends what is left, within its time. */
  void stop() {
    if (shipper != null) {
      try {
        shipper.stop(settings.flushMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Map<String, Object> droppedLine(long count) {
    Map<String, Object> fields =
        EcsFields.of(identity, nextId(), "WARN", BerthAppender.class.getPackageName(), null);
    fields.put("berth.dropped", count);
    fields.put(
        "message",
        count
            + " log events were dropped because their receiver was away or too slow and "
            + "the appender had no room for more: see queueBytes, bufferBytes and spillBytes");
    return fields;
  }
}
