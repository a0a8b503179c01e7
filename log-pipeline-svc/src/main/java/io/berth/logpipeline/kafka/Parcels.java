/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.logpipeline.indexing.Document;
import io.berth.logpipeline.indexing.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read and is not indexed yet: one parcel for each stream that fills, those that wait for
 * their turn, and those on their way. Of the loop's thread alone, but for {@link #arrived}.
 */
final class Parcels {

  private static final long LEAST_BYTES = 2 << 20;
  private static final long MOST_BYTES = 16 << 20;

  /** While others are on their way, a parcel waits so long for more. */
  private static final long LINGER_MILLIS = 200;

  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration BUSY = Duration.ofMillis(20);

  private final Pace pace;
  private final Clock clock;
  private final Consumer<Parcel> carrier;
  private final SequencedMap<String, Parcel> filling = new LinkedHashMap<>();
  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private final Set<Parcel> away = new HashSet<>();
  private final BlockingQueue<Parcel> back = new LinkedBlockingQueue<>();
  private final long most;
  private int bytesHere;
  private int bytesAway;

  /**
   * @param memory what there is in all. Documents of up to a fortieth of it are on their way, and
   *     as many wait; with its record, the record's headers and a request each takes five times its
   *     own length
   */
  Parcels(Pace pace, Clock clock, long memory, Consumer<Parcel> carrier) {
    this.most = Math.clamp(memory / 40, LEAST_BYTES, MOST_BYTES);
    this.pace = pace;
    this.clock = clock;
    this.carrier = carrier;
  }

  void add(Document document, ConsumerRecord<byte[], byte[]> source) {
    Parcel parcel =
        filling.computeIfAbsent(document.stream(), name -> new Parcel(name, clock.millis()));
    parcel.add(document, source);
    bytesHere += document.length();
    if (parcel.bytes() >= pace.bytes() || parcel.bytes() >= most / 2) {
      filling.remove(document.stream());
      waiting.add(parcel);
    }
  }

  /** Sends what may be sent now; throws where something that was sent failed. */
  void send() {
    takeBack();
    while (mayGo() && !(waiting.isEmpty() && filling.isEmpty())) {
      if (waiting.isEmpty() && !isDue()) {
        return;
      }
      Parcel next = waiting.isEmpty() ? filling.pollFirstEntry().getValue() : waiting.poll();
      bytesHere -= next.bytes();
      bytesAway += next.bytes();
      away.add(next);
      carrier.accept(next);
    }
  }

  private boolean mayGo() {
    return away.isEmpty() || away.size() < pace.atOnce() && bytesAway < most;
  }

  private boolean isDue() {
    return away.isEmpty()
        || bytesHere >= most / 4
        || clock.millis() - filling.firstEntry().getValue().begun() >= LINGER_MILLIS;
  }

  /** A parcel is through, or has failed. Any thread. */
  void arrived(Parcel parcel) {
    back.add(parcel);
  }

  private void takeBack() {
    for (Parcel parcel = back.poll(); parcel != null; parcel = back.poll()) {
      takeBack(parcel);
    }
  }

  private void takeBack(Parcel parcel) {
    if (!away.contains(parcel)) {
      return;
    }
    if (parcel.failure() != null) {
      throw new KafkaException("A parcel of documents is not through: " + parcel.failure());
    }
    away.remove(parcel);
    bytesAway -= parcel.bytes();
  }

  /** Whether more should be read. */
  boolean haveRoom() {
    return bytesHere < Math.min(most, 2L * pace.bytes());
  }

  /** How long to wait for records when there are none. */
  Duration patience() {
    return filling.isEmpty() && waiting.isEmpty() && away.isEmpty() ? IDLE : BUSY;
  }

  /** Waits until one comes back. */
  void await(Duration longest) throws InterruptedException {
    Parcel parcel = back.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (parcel != null) {
      takeBack(parcel);
    }
  }

  /** Waits until all are back that are on their way, but not longer than that. */
  void settle(Duration longest) throws InterruptedException {
    long end = clock.millis() + longest.toMillis();
    for (long left = longest.toMillis(); !away.isEmpty() && left > 0; left = end - clock.millis()) {
      await(Duration.ofMillis(left));
    }
  }

  /** The offset of the first record of a partition that is not through. */
  long firstOpen(TopicPartition partition, long read) {
    return all().mapToLong(parcel -> parcel.first(partition, read)).min().orElse(read);
  }

  /** The oldest timestamp of what is not through. */
  long oldest() {
    return all().mapToLong(Parcel::oldest).min().orElse(Long.MAX_VALUE);
  }

  /** A partition is read again from its last commit, or by somebody else. */
  void forget(TopicPartition partition) {
    all().forEach(parcel -> parcel.forget(partition));
    filling.values().removeIf(Parcel::isForgotten);
    waiting.removeIf(Parcel::isForgotten);
    away.removeIf(Parcel::isForgotten);
    bytesHere =
        Stream.concat(filling.values().stream(), waiting.stream()).mapToInt(Parcel::bytes).sum();
    bytesAway = away.stream().mapToInt(Parcel::bytes).sum();
  }

  private Stream<Parcel> all() {
    return Stream.of(filling.values(), waiting, away).flatMap(Collection::stream);
  }
}
