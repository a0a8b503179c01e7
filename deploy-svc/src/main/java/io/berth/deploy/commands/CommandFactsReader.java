/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.commands.CommandFacts.Clusters;
import io.berth.deploy.commands.CommandFacts.Observation;
import io.berth.deploy.commands.CommandFacts.QueuedCommand;
import io.berth.deploy.commands.CommandFacts.Steps;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.waves.WaveController;
import io.berth.deploy.waves.WavePlan;
import io.berth.events.AppRef;
import io.berth.events.command.Remove;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the facts about a command. What the topics say is read anew each time. */
public final class CommandFactsReader {

  private final ClusterContext context;
  private final List<String> knownClusters;
  private final FleetView fleetView;
  private final PendingCommands pending;
  private final WaveController waves;
  private final ImageResolver images;

  /**
   * @param knownClusters every cluster; empty where this service is not told
   */
  public CommandFactsReader(
      ClusterContext context,
      List<String> knownClusters,
      FleetView fleetView,
      PendingCommands pending,
      WaveController waves,
      ImageResolver images) {
    this.context = context;
    this.knownClusters = knownClusters.stream().sorted().toList();
    this.fleetView = fleetView;
    this.pending = pending;
    this.waves = waves;
    this.images = images;
  }

  /** What the topics say. */
  CommandFacts read(ReceivedCommand received) {
    return gather(
        received,
        new Clusters(context.name(), knownClusters, false),
        new Observation.NotRead(),
        Map.of());
  }

  /**
   * With the state of the cluster.
   *
   * @throws ClusterUnavailableException where the API server is away and the deadline has not
   *     passed: try again
   */
  CommandFacts withSnapshot(CommandFacts known, ReceivedCommand received, boolean fresh) {
    return gather(received, known.clusters(), observe(received, fresh), known.images());
  }

  /** With the registry's answers. */
  CommandFacts withImages(CommandFacts known, CommandDecision.NeedsImages missing) {
    return known.withImages(images.resolve(missing.images()));
  }

  private CommandFacts gather(
      ReceivedCommand received,
      Clusters clusters,
      Observation observation,
      Map<ImageReference, ImageResolution> resolved) {
    return new CommandFacts(
        clusters,
        steps(received),
        pending.queuedAfter(received).stream().map(this::queued).toList(),
        waves.parkedBefore(received).orElse(null),
        fleet(received),
        observation,
        resolved,
        context.clock().asOf(received.id()));
  }

  /** What other clusters report matters to commands in waves only. */
  private FleetState fleet(ReceivedCommand received) {
    return WavePlan.of(received.command().meta()).isEmpty()
        ? new FleetState(Map.of(), List.of())
        : fleetView.state(received.id(), received.command().subject());
  }

  private Steps steps(ReceivedCommand received) {
    OperationLog operations = context.operations();
    return new Steps(
        operations.isAccepted(received.id()),
        operations.isApplied(received.id()),
        operations.isConcluded(received.id()));
  }

  private QueuedCommand queued(ReceivedCommand next) {
    return new QueuedCommand(next, steps(next), hasExpired(next));
  }

  private boolean hasExpired(ReceivedCommand received) {
    return !context.clock().asOf(received.id()).isBefore(received.deadline());
  }

  private Observation observe(ReceivedCommand received, boolean fresh) {
    AppRef app = received.command().subject();
    try {
      ClusterSnapshot snapshot =
          fresh ? freshSnapshot(received, app) : context.cluster().cachedSnapshot(app);
      return new Observation.Read(snapshot, fresh, isInProgress(snapshot.live()));
    } catch (ClusterUnavailableException e) {
      if (!hasExpired(received)) {
        throw e;
      }
      return new Observation.Unreachable(new Delay.Failed(e));
    }
  }

  /** A Remove also deletes what is left where somebody else deleted the Deployment. */
  private ClusterSnapshot freshSnapshot(ReceivedCommand received, AppRef app) {
    ClusterSnapshot snapshot = context.cluster().snapshot(app);
    return received.command() instanceof Remove && snapshot.live() == null
        ? snapshot.withRemaining(context.cluster().remaining(app))
        : snapshot;
  }

  private boolean isInProgress(@Nullable ObservedApp live) {
    return live != null && !context.operations().isConcluded(live.lastCommand().commandId());
  }
}
