/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every cluster says about one command and its application.
 *
 * @param words the verdicts, by cluster
 * @param alarms the critical alerts on the application, in any cluster
 */
public record Fleet(Map<String, Word> words, List<Alarm> alarms) {

  /**
   * A cluster's verdict.
   *
   * @param verdict how it ended there
   * @param at when
   * @param summary in a sentence
   * @param supersededBy the newer command, where one took its place
   */
  public record Word(Verdict verdict, Instant at, String summary, @Nullable String supersededBy) {}

  /**
   * A critical alert. One that somebody silenced is known to people and holds nothing up; it is not
   * among them.
   *
   * @param cluster where
   * @param name the alert's name
   * @param firedAt since when
   * @param resolvedAt when it was over; null while it is not
   */
  public record Alarm(String cluster, String name, Instant firedAt, @Nullable Instant resolvedAt) {

    public boolean on() {
      return resolvedAt == null || resolvedAt.isBefore(firedAt);
    }
  }

  Optional<Word> word(String cluster) {
    return Optional.ofNullable(words.get(cluster));
  }

  /** The alarms in one cluster, the oldest first. */
  List<Alarm> alarmsIn(String cluster) {
    return alarms.stream()
        .filter(alarm -> alarm.cluster().equals(cluster))
        .sorted(Comparator.comparing(Alarm::firedAt))
        .toList();
  }
}
