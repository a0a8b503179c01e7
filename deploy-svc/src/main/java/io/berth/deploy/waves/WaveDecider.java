/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.fleet.AlertAttribution;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides from the state of the other clusters whether a cluster may start. Each cluster decides
 * for itself from the same topics, so there is no coordinator that has to be available.
 */
public final class WaveDecider {

  private final WavePlan plan;
  private final Instant issuedAt;
  private final Instant deadline;
  private final boolean skipsClustersWithoutApp;

  /**
   * @param plan the waves
   * @param issuedAt when the command was issued: alerts that began earlier do not count against it
   * @param deadline when its verdict is due
   * @param skipsClustersWithoutApp whether an earlier wave's cluster that lacks the application is
   *     no target, and so neither awaited nor a failure
   */
  public WaveDecider(
      WavePlan plan, Instant issuedAt, Instant deadline, boolean skipsClustersWithoutApp) {
    this.plan = plan;
    this.issuedAt = issuedAt;
    this.deadline = deadline;
    this.skipsClustersWithoutApp = skipsClustersWithoutApp;
  }

  /**
   * Decides for a command. One without waves, and one that was applied, has started.
   *
   * @param cluster that is to start
   * @param applied whether the command was applied there
   * @param fleet the verdicts and alerts
   * @param asOf now
   */
  public static WaveDecision decide(
      ReceivedCommand received, String cluster, boolean applied, FleetState fleet, Instant asOf) {
    return WavePlan.of(received.command().meta())
        .filter(plan -> !plan.isFirst(cluster) && !applied)
        .map(
            plan ->
                new WaveDecider(
                    plan,
                    received.issuedAt(),
                    received.deadline(),
                    received.command().skipsClustersWithoutApp()))
        .map(each -> each.decide(cluster, about(received, fleet), asOf))
        .orElseGet(WaveDecision.Proceed::new);
  }

  /** The alerts are those of the application that may have the namespace's name. */
  private static FleetState about(ReceivedCommand received, FleetState fleet) {
    FleetState own = withoutSelfSupersede(received.id(), fleet);
    return received.command() instanceof ApplicationCommand
        ? own
        : new FleetState(own.verdicts(), List.of());
  }

  /** A command does not supersede itself, whatever a cluster published of a redelivered one. */
  static FleetState withoutSelfSupersede(String commandId, FleetState fleet) {
    Map<String, ClusterVerdict> verdicts = new HashMap<>(fleet.verdicts());
    verdicts.replaceAll(
        (_, verdict) ->
            commandId.equals(verdict.supersededBy())
                ? new ClusterVerdict(verdict.verdict(), verdict.at(), verdict.summary(), null)
                : verdict);
    return new FleetState(verdicts, fleet.alerts());
  }

  /**
   * @param cluster that is to start
   * @param fleet the verdicts and alerts
   * @param asOf now
   */
  public WaveDecision decide(String cluster, FleetState fleet, Instant asOf) {
    int mine = plan.waveOf(cluster);
    for (int wave = 0; wave < mine; wave++) {
      Optional<WaveDecision> end = failure(wave, fleet);
      if (end.isPresent()) {
        return end.get();
      }
    }
    WaveDecision decision = mine == 0 ? new WaveDecision.Proceed() : waitFor(mine, fleet, asOf);
    return decision instanceof WaveDecision.Wait(String forWhat) && !asOf.isBefore(deadline)
        ? new WaveDecision.Expired(forWhat)
        : decision;
  }

  /** What ends the command for every later wave. */
  private Optional<WaveDecision> failure(int wave, FleetState fleet) {
    for (String cluster : targets(wave, fleet)) {
      Optional<WaveDecision> end =
          fleet
              .verdict(cluster)
              .filter(verdict -> verdict.verdict() != Verdict.SUCCEEDED)
              .map(verdict -> ended(wave, cluster, verdict))
              .or(() -> stoppedByAlert(wave, cluster, fleet));
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private static WaveDecision ended(int wave, String cluster, ClusterVerdict verdict) {
    return verdict.supersededBy() != null
        ? new WaveDecision.Superseded(verdict.supersededBy())
        : new WaveDecision.EarlierWaveFailed(
            wave + 1, cluster, "it ended " + verdict.verdict() + ": " + verdict.summary());
  }

  private Optional<WaveDecision> stoppedByAlert(int wave, String cluster, FleetState fleet) {
    Instant succeededAt = fleet.verdict(cluster).map(ClusterVerdict::at).orElse(null);
    return fleet.alertsIn(cluster).stream()
        .filter(alert -> AlertAttribution.stopsWaves(alert, issuedAt, succeededAt))
        .findFirst()
        .map(
            alert ->
                new WaveDecision.EarlierWaveFailed(
                    wave + 1,
                    cluster,
                    "the critical alert " + alert.name() + " fired at " + alert.firedAt()));
  }

  /** A wave's clusters but those that are skipped. */
  private List<String> targets(int wave, FleetState fleet) {
    return plan.waves().get(wave).stream()
        .filter(
            cluster ->
                !skipsClustersWithoutApp
                    || fleet.verdict(cluster).filter(ClusterVerdict::lacksApp).isEmpty())
        .toList();
  }

  private WaveDecision waitFor(int mine, FleetState fleet, Instant asOf) {
    List<String> earlier =
        IntStream.range(0, mine)
            .mapToObj(wave -> targets(wave, fleet))
            .flatMap(List::stream)
            .toList();
    List<String> missing =
        earlier.stream().filter(name -> !fleet.verdicts().containsKey(name)).toList();
    if (!missing.isEmpty()) {
      return new WaveDecision.Wait(
          WavePlan.label(plan.waveOf(missing.getFirst()))
              + ": "
              + String.join(", ", missing)
              + " has to succeed first");
    }
    Optional<CriticalAlert> on =
        earlier.stream()
            .flatMap(name -> fleet.alertsIn(name).stream())
            .filter(CriticalAlert::isFiring)
            .findFirst();
    return on.<WaveDecision>map(alert -> resolution(alert))
        .orElseGet(() -> bake(mine, fleet, asOf));
  }

  /** It began before the command: perhaps the command fixes it. */
  private WaveDecision resolution(CriticalAlert alert) {
    String since = alert.began().isAfter(issuedAt) ? "" : ", which began before the command,";
    return new WaveDecision.Wait(
        "the critical alert "
            + alert.name()
            + " in "
            + alert.cluster()
            + since
            + " has to be resolved");
  }

  /** Of the last wave that has targets: a skipped one is nothing to watch. */
  private WaveDecision bake(int mine, FleetState fleet, Instant asOf) {
    int before = mine - 1;
    while (before >= 0 && targets(before, fleet).isEmpty()) {
      before--;
    }
    if (before < 0) {
      return new WaveDecision.Proceed();
    }
    Instant since = Instant.EPOCH;
    for (String cluster : targets(before, fleet)) {
      since = later(since, fleet.verdict(cluster).map(ClusterVerdict::at).orElse(Instant.EPOCH));
      for (CriticalAlert alert : fleet.alertsIn(cluster)) {
        since = later(since, alert.resolvedAt() == null ? Instant.EPOCH : alert.resolvedAt());
      }
    }
    Instant until = since.plus(plan.bake());
    return asOf.isBefore(until)
        ? new WaveDecision.Wait("the bake time of " + WavePlan.label(before) + " ends at " + until)
        : new WaveDecision.Proceed();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether a cluster's wave may start. */
  public sealed interface WaveDecision {

    /** It may start. */
    record Proceed() implements WaveDecision {}

    /**
     * Not yet.
     *
     * @param reason what has to happen first
     */
    record Wait(String reason) implements WaveDecision {}

    /** It will not start. */
    sealed interface Ended extends WaveDecision {}

    /**
     * An earlier wave failed.
     *
     * @param wave the wave that failed, counted from 1
     * @param cluster where
     * @param reason what happened there
     */
    record EarlierWaveFailed(int wave, String cluster, String reason) implements Ended {}

    /**
     * An earlier wave continued with a newer command.
     *
     * @param by that command
     */
    record Superseded(String by) implements Ended {}

    /**
     * The deadline passed first.
     *
     * @param waitedFor what it waited for
     */
    record Expired(String waitedFor) implements Ended {}
  }
}
