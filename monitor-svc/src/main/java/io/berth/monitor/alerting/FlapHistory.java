/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes of an alert's condition, from which flapping is detected.
 *
 * @param turns when the condition recently changed between holding and clear
 * @param lastSignal whether the condition held at the last evaluation, while the alert flaps
 * @param signalSince since when it has that value
 */
public record FlapHistory(List<Instant> turns, boolean lastSignal, @Nullable Instant signalSince) {

  static final FlapHistory EMPTY = new FlapHistory(List.of(), false, null);

  public FlapHistory {
    turns = List.copyOf(turns);
  }

  long turnsSince(Instant since) {
    return turns.stream().filter(turn -> turn.isAfter(since)).count();
  }

  FlapHistory withTurn(Instant at, Duration window) {
    List<Instant> recent =
        new ArrayList<>(turns.stream().filter(turn -> turn.isAfter(at.minus(window))).toList());
    recent.add(at);
    return new FlapHistory(recent, lastSignal, signalSince);
  }

  FlapHistory withSignal(boolean holds, Instant at) {
    return new FlapHistory(turns, holds, at);
  }

  FlapHistory delayed(Duration by) {
    return new FlapHistory(turns, lastSignal, signalSince == null ? null : signalSince.plus(by));
  }
}
