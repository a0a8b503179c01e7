/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tracks the sequence numbers in event ids (producer instance, hyphen, sequence) and counts the
 * missing and the repeated ones. A producer numbers a record before it knows whether there is room
 * for it, so records that it dropped count as missing. Written by one thread.
 */
public final class SequenceGapTracker {

  private static final int INSTANCES = 10_000;
  private static final int GAPS = 1_000;

  /** What is known of one instance. */
  private static final class ProducerSequence {
    private long next;
    private final TreeMap<Long, Long> gaps = new TreeMap<>();

    private ProducerSequence(long first) {
      this.next = first;
    }
  }

  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final Map<String, ProducerSequence> instances =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ProducerSequence> eldest) {
          return size() > INSTANCES;
        }
      };

  /** Records that have numbers and have not arrived, though later ones of their producer have. */
  public long missing() {
    return missing.get();
  }

  /** Records that arrived more than once. */
  public long repeated() {
    return repeated.get();
  }

  /** A record arrived. An id without a number says nothing. */
  public void note(String eventId) {
    int hyphen = eventId.lastIndexOf('-');
    long sequence = hyphen < 0 ? -1 : number(eventId, hyphen + 1);
    if (sequence >= 0) {
      String instance = eventId.substring(0, hyphen);
      note(instances.computeIfAbsent(instance, key -> new ProducerSequence(sequence)), sequence);
    }
  }

  private void note(ProducerSequence of, long sequence) {
    if (sequence >= of.next) {
      if (sequence > of.next && of.gaps.size() < GAPS) {
        of.gaps.put(of.next, sequence);
        missing.addAndGet(sequence - of.next);
      }
      of.next = sequence + 1;
    } else if (fills(of.gaps, sequence)) {
      missing.decrementAndGet();
    } else {
      repeated.incrementAndGet();
    }
  }

  private static boolean fills(TreeMap<Long, Long> gaps, long sequence) {
    var gap = gaps.floorEntry(sequence);
    if (gap == null || sequence >= gap.getValue()) {
      return false;
    }
    gaps.remove(gap.getKey());
    if (gap.getKey() < sequence) {
      gaps.put(gap.getKey(), sequence);
    }
    if (sequence + 1 < gap.getValue()) {
      gaps.put(sequence + 1, gap.getValue());
    }
    return true;
  }

  private static long number(String text, int from) {
    if (from >= text.length() || text.length() - from > 18) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
