/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a command's fate in this cluster.
 *
 * @param clusters this cluster, and which others exist
 * @param published the steps of this command that are published
 * @param queued the later commands of the application, in order
 * @param parked the older command of the application that waits for its wave; null where none does
 * @param fleet the command's verdicts and the application's alerts in every cluster; empty where
 *     the command has no waves
 * @param observation the state of this cluster
 * @param images what the registry answered
 * @param asOf the current time for this command
 */
public record CommandFacts(
    Clusters clusters,
    Steps published,
    List<QueuedCommand> queued,
    @Nullable ReceivedCommand parked,
    FleetState fleet,
    Observation observation,
    Map<ImageReference, ImageResolution> images,
    Instant asOf) {

  /**
   * The clusters.
   *
   * @param own this one
   * @param known all of them, in alphabetical order; empty where this service is not told
   * @param unknownRejected whether the command is already rejected in the name of those that do not
   *     exist
   */
  public record Clusters(String own, List<String> known, boolean unknownRejected) {

    /**
     * Those that the command names, that do not exist, and in whose name this instance has to
     * reject it. Of all instances, that of the first known cluster does.
     */
    List<String> unknown(CommandMeta meta) {
      return !unknownRejected && !known.isEmpty() && known.getFirst().equals(own)
          ? meta.clusters().stream().filter(name -> !known.contains(name)).toList()
          : List.of();
    }

    Violation violation(String unknown) {
      return new Violation(
          "known-cluster",
          1,
          "meta.clusters",
          "'" + unknown + "'",
          "one of " + known,
          "Correct the cluster's name.");
    }
  }

  /**
   * The published steps of a command.
   *
   * @param accepted whether it was accepted
   * @param applied whether it was applied
   * @param concluded whether it has its verdict
   */
  public record Steps(boolean accepted, boolean applied, boolean concluded) {

    boolean started() {
      return accepted || applied || concluded;
    }
  }

  /**
   * A command that was read later than this one.
   *
   * @param command which
   * @param published its published steps
   * @param expired whether its deadline has passed
   */
  public record QueuedCommand(ReceivedCommand command, Steps published, boolean expired) {}

  /** What is known of this cluster's state. */
  public sealed interface Observation {

    /** It was not read: the topics may be enough. */
    record NotRead() implements Observation {}

    /**
     * It was read.
     *
     * @param snapshot the state
     * @param fresh whether it was read from the API server; the caches may lag behind others'
     *     writes
     * @param inProgress whether the command that the application comes from has no verdict
     */
    record Read(ClusterSnapshot snapshot, boolean fresh, boolean inProgress)
        implements Observation {}

    /**
     * The API server did not answer until the deadline had passed.
     *
     * @param why why not
     */
    record Unreachable(Delay.Failed why) implements Observation {}
  }

  /**
   * The application that a command is about, as far as it was read. One that has the name of its
   * namespace is not affected by namespace commands.
   */
  @Nullable ObservedApp live(Command command) {
    return observation instanceof Observation.Read read && command instanceof ApplicationCommand
        ? read.snapshot().live()
        : null;
  }

  /** Of a command that may not be applied before the one that waits for its wave. */
  static Violation parkedViolation(ReceivedCommand held) {
    return new Violation(
        "wave-pending",
        1,
        "app",
        "the " + held.command().verb() + " " + held.id() + ", which waits here for its wave",
        "no command that waits for its wave, because it could not be applied after this one",
        "Send this again when that one has its verdict, or send an Abort, which cancels it.");
  }

  /** The same, with more answers of the registry. */
  CommandFacts withImages(Map<ImageReference, ImageResolution> answers) {
    Map<ImageReference, ImageResolution> more = new HashMap<>(images);
    more.putAll(answers);
    return new CommandFacts(
        clusters, published, queued, parked, fleet, observation, Map.copyOf(more), asOf);
  }

  /** The same, once the command is rejected in the name of the clusters that do not exist. */
  CommandFacts withUnknownRejected() {
    return new CommandFacts(
        new Clusters(clusters.own(), clusters.known(), true),
        published,
        queued,
        parked,
        fleet,
        observation,
        images,
        asOf);
  }
}
