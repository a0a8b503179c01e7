/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.telling;

import io.berth.monitor.alerting.Notice.Kind;
import io.berth.monitor.telling.OutboxEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be told. It is nothing but the topic's records taken in one after another, so a
 * process that starts anew has the same book. One alert's entries are told in their order, and what
 * one alert waits for does not hold up the others.
 */
public final class OutboxBook {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private record Attempt(int tries, Instant next) {}

  private final Map<String, OutboxEntry> entries = new LinkedHashMap<>();
  private final Map<String, Attempt> attempts = new HashMap<>();

  /** Takes in a record of the topic; null removes. */
  public void take(String id, @Nullable OutboxEntry entry) {
    if (entry == null) {
      entries.remove(id);
      attempts.remove(id);
      return;
    }
    OutboxEntry known = entries.get(id);
    // Told is told: the evaluator may have written the same entry once more before it was killed.
    if (known == null || known.state() == State.PENDING) {
      entries.put(id, entry);
    }
  }

  /** Entries that are to be told now, at most one of each alert. */
  public List<OutboxEntry> due(Instant now) {
    List<OutboxEntry> due = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (OutboxEntry entry : entries.values()) {
      if (entry.state() == State.PENDING && waiting.add(entry.transition().fingerprint())) {
        Attempt attempt = attempts.get(entry.id());
        if (attempt == null || !attempt.next().isAfter(now)) {
          due.add(entry);
        }
      }
    }
    return due;
  }

  /** Whether the receiver ever heard that it fires; of nothing else need it hear that it ended. */
  public boolean wanted(OutboxEntry entry) {
    if (entry.kind() == Kind.FIRING) {
      return true;
    }
    OutboxEntry firing = entries.get(entry.firingId());
    return firing != null && firing.state() == State.DELIVERED;
  }

  /** It was tried and is to be tried again. */
  public void failed(String id, Instant now) {
    int tries = tries(id) + 1;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 20));
    attempts.put(
        id,
        new Attempt(tries, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)));
  }

  /** How often it was tried since this process started. */
  public int tries(String id) {
    Attempt attempt = attempts.get(id);
    return attempt == null ? 0 : attempt.tries();
  }

  /** When the next entry is due, if one waits. */
  public Optional<Instant> nextDue() {
    return attempts.values().stream().map(Attempt::next).min(Instant::compareTo);
  }

  /** How many are not told yet. */
  public long pending() {
    return entries.values().stream().filter(entry -> entry.state() == State.PENDING).count();
  }

  /** Forgets everything, before the topic is read from its beginning. */
  public void clear() {
    entries.clear();
    attempts.clear();
  }
}
