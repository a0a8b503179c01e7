/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides a cluster's turn from what the others say. Each cluster decides for itself, from the same
 * topics, so there is nobody who has to be alive for the rest to go on.
 */
public final class WaveDecider {

  private final Sequence sequence;
  private final Instant issuedAt;
  private final Instant deadline;

  /**
   * @param sequence who goes when
   * @param issuedAt when the command was given: alerts before it do not speak against it
   * @param deadline when its verdict is due
   */
  public WaveDecider(Sequence sequence, Instant issuedAt, Instant deadline) {
    this.sequence = sequence;
    this.issuedAt = issuedAt;
    this.deadline = deadline;
  }

  /**
   * @param cluster whose turn is asked for
   * @param fleet what the clusters say
   * @param asOf now
   */
  public Turn turn(String cluster, Fleet fleet, Instant asOf) {
    int mine = sequence.waveOf(cluster);
    for (int wave = 0; wave < mine; wave++) {
      Optional<Turn> end = end(wave, fleet);
      if (end.isPresent()) {
        return end.get();
      }
    }
    Turn turn = mine == 0 ? new Turn.Go() : await(mine, fleet, asOf);
    return turn instanceof Turn.Wait(String forWhat) && !asOf.isBefore(deadline)
        ? new Turn.Late(forWhat)
        : turn;
  }

  /** What ends the command for every wave behind this one. */
  private Optional<Turn> end(int wave, Fleet fleet) {
    for (String cluster : sequence.waves().get(wave)) {
      Optional<Turn> end =
          fleet
              .word(cluster)
              .filter(word -> word.verdict() != Verdict.SUCCEEDED)
              .map(word -> ended(wave, cluster, word))
              .or(() -> alarmed(wave, cluster, fleet));
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private static Turn ended(int wave, String cluster, Word word) {
    return word.supersededBy() != null
        ? new Turn.Overtaken(word.supersededBy())
        : new Turn.Stop(wave + 1, cluster, "it ended " + word.verdict() + ": " + word.summary());
  }

  private Optional<Turn> alarmed(int wave, String cluster, Fleet fleet) {
    return fleet.alarmsIn(cluster).stream()
        .filter(alarm -> alarm.firedAt().isAfter(issuedAt))
        .findFirst()
        .map(
            alarm ->
                new Turn.Stop(
                    wave + 1,
                    cluster,
                    "the critical alert " + alarm.name() + " fired at " + alarm.firedAt()));
  }

  private Turn await(int mine, Fleet fleet, Instant asOf) {
    int before = mine - 1;
    List<String> missing =
        sequence.waves().subList(0, mine).stream()
            .flatMap(List::stream)
            .filter(name -> !fleet.words().containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      return new Turn.Wait(
          Sequence.name(sequence.waveOf(missing.getFirst()))
              + ": "
              + String.join(", ", missing)
              + " has to succeed first");
    }
    Optional<Alarm> on =
        sequence.waves().subList(0, mine).stream()
            .flatMap(List::stream)
            .flatMap(name -> fleet.alarmsIn(name).stream())
            .filter(Alarm::on)
            .findFirst();
    return on.<Turn>map(alarm -> resolution(alarm)).orElseGet(() -> bake(before, fleet, asOf));
  }

  /** It fired before the command: perhaps the command is its cure. */
  private Turn resolution(Alarm alarm) {
    return new Turn.Wait(
        "the critical alert "
            + alarm.name()
            + " in "
            + alarm.cluster()
            + ", which fired before the command, has to be resolved");
  }

  private Turn bake(int before, Fleet fleet, Instant asOf) {
    Instant since = Instant.EPOCH;
    for (String cluster : sequence.waves().get(before)) {
      since = later(since, fleet.word(cluster).map(Word::at).orElse(Instant.EPOCH));
      for (Alarm alarm : fleet.alarmsIn(cluster)) {
        since = later(since, alarm.resolvedAt() == null ? Instant.EPOCH : alarm.resolvedAt());
      }
    }
    Instant until = since.plus(sequence.bake());
    return asOf.isBefore(until)
        ? new Turn.Wait("the bake time of " + Sequence.name(before) + " ends at " + until)
        : new Turn.Go();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
