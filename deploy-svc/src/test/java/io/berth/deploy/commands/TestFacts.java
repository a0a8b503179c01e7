/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.commands.CommandFacts.Clusters;
import io.berth.deploy.commands.CommandFacts.Observation;
import io.berth.deploy.commands.CommandFacts.QueuedCommand;
import io.berth.deploy.commands.CommandFacts.Steps;
import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
import io.berth.events.command.Command;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts about a command that was just read in dc-a, changed one by one. */
final class TestFacts {

  /** When the command was issued. */
  static final Instant ISSUED = NOON.plusSeconds(10);

  /** A request that the API server did not answer. */
  static final Delay.Failed AWAY =
      new Delay.Failed(ClusterUnavailableException.Reason.NO_ANSWER, "away");

  private static final Steps NONE = new Steps(false, false, false);

  private Clusters clusters = new Clusters("dc-a", List.of(), false);
  private Steps published = NONE;
  private final List<QueuedCommand> queued = new ArrayList<>();
  private @Nullable ReceivedCommand parked;
  private final Map<String, ClusterVerdict> verdicts = new HashMap<>();
  private final List<CriticalAlert> alerts = new ArrayList<>();
  private Observation observation = new Observation.NotRead();
  private final Map<ImageReference, ImageResolution> images = new HashMap<>();
  private Instant asOf = ISSUED.plusSeconds(1);

  static TestFacts facts() {
    return new TestFacts();
  }

  /** A command on its topic. */
  static ReceivedCommand command(String id, Command command, long offset) {
    return new ReceivedCommand(
        id, command, ISSUED, new RecordPosition("berth.commands", 1, offset));
  }

  /** A release that this command created; in a live application its number is the offset. */
  static Release releaseBy(String commandId, long number) {
    return new Release(
        number,
        spec(GOOD, 3),
        ReleaseImages.none(),
        commandId,
        "ann",
        null,
        NOON,
        null,
        null,
        ReleaseOutcome.GOOD);
  }

  /** On the application's own Deployment, after the command and after the verdicts. */
  static CriticalAlert criticalAlert(String cluster) {
    Instant fired = ISSUED.plusMillis(500);
    return new CriticalAlert(
        cluster,
        "shop",
        "cart",
        "cart",
        CriticalAlert.STABLE,
        "PodCrashLooping",
        null,
        "its pods crash",
        fired,
        fired,
        null);
  }

  TestFacts in(String own, String... known) {
    clusters = new Clusters(own, List.of(known), false);
    return this;
  }

  TestFacts accepted() {
    published = new Steps(true, false, false);
    return this;
  }

  TestFacts applied() {
    published = new Steps(true, true, false);
    return this;
  }

  TestFacts concluded() {
    published = new Steps(true, true, true);
    return this;
  }

  TestFacts queued(ReceivedCommand next) {
    queued.add(new QueuedCommand(next, NONE, false));
    return this;
  }

  TestFacts queuedAndExpired(ReceivedCommand next) {
    queued.add(new QueuedCommand(next, NONE, true));
    return this;
  }

  TestFacts queuedAndAccepted(ReceivedCommand next) {
    queued.add(new QueuedCommand(next, new Steps(true, false, false), false));
    return this;
  }

  TestFacts parked(ReceivedCommand older) {
    parked = older;
    return this;
  }

  TestFacts verdict(String cluster, Verdict verdict) {
    verdicts.put(cluster, new ClusterVerdict(verdict, ISSUED, "so it is", null));
    return this;
  }

  TestFacts alert(CriticalAlert alert) {
    alerts.add(alert);
    return this;
  }

  TestFacts cached(ClusterSnapshot snapshot) {
    observation = new Observation.Read(snapshot, false, true);
    return this;
  }

  TestFacts fresh(ClusterSnapshot snapshot) {
    observation = new Observation.Read(snapshot, true, true);
    return this;
  }

  /** The command that the application comes from has its verdict. */
  TestFacts settled(ClusterSnapshot snapshot) {
    observation = new Observation.Read(snapshot, false, false);
    return this;
  }

  TestFacts unreachable() {
    observation = new Observation.Unreachable(AWAY);
    return this;
  }

  TestFacts image(String name, ImageResolution answer) {
    images.put(ImageReference.parse(name).orElseThrow(), answer);
    return this;
  }

  /** No registry is asked about it. */
  TestFacts unpinned(String name) {
    return image(name, new ImageResolution.Unpinned("not pinned"));
  }

  /** So long after the command was issued. */
  TestFacts after(Duration time) {
    asOf = ISSUED.plus(time);
    return this;
  }

  CommandFacts make() {
    return new CommandFacts(
        clusters,
        published,
        List.copyOf(queued),
        parked,
        new FleetState(Map.copyOf(verdicts), List.copyOf(alerts)),
        observation,
        Map.copyOf(images),
        asOf);
  }
}
