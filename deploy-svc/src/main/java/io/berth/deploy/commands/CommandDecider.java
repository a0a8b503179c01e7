/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.commands.CommandFacts.Observation;
import io.berth.deploy.commands.CommandFacts.QueuedCommand;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.SupersedePolicy;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ContainerImages;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.waves.WaveDecider;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.command.Abort;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a command. A pure function of the facts. Where a fact is missing that
 * matters, the decision is to obtain it: an expired command is answered without the API server, and
 * a registry is asked only about an image that would be deployed.
 */
public final class CommandDecider {

  private final Planner planner;
  private final ReceivedCommand received;
  private final CommandFacts facts;
  private final WaveDecision wave;
  private final @Nullable ClusterSnapshot snapshot;
  private final @Nullable ObservedApp live;
  private final boolean fresh;

  private CommandDecider(Planner planner, ReceivedCommand received, CommandFacts facts) {
    this.planner = planner;
    this.received = received;
    this.facts = facts;
    this.wave =
        WaveDecider.decide(
            received,
            facts.clusters().own(),
            facts.published().applied(),
            facts.fleet(),
            facts.asOf());
    Observation.Read read = facts.observation() instanceof Observation.Read it ? it : null;
    this.snapshot = read == null ? null : read.snapshot();
    this.fresh = read != null && read.fresh();
    this.live = facts.live(received.command());
  }

  /** The same arguments give the same decision. */
  public static CommandDecision decide(
      Planner planner, ReceivedCommand received, CommandFacts facts) {
    return new CommandDecider(planner, received, facts).decide();
  }

  /** The first rule that applies decides. */
  private CommandDecision decide() {
    return rejectForUnknownClusters()
        .or(this::ignoreOthersAndConcluded)
        .or(this::abortParkedCommand)
        .or(this::endBeforeItsWave)
        .or(this::expireWithNothingQueued)
        .or(this::giveUpOnUnreachableCluster)
        .or(this::readCluster)
        .or(this::answerAppliedCommand)
        .or(this::answerAppliedCommandWhoseObjectsAreGone)
        .or(this::rejectBeforeParkedCommand)
        .or(this::parkUntilItsWave)
        .or(this::supersedeByQueuedCommand)
        .or(() -> when(isExpired(), new CommandDecision.Expire()))
        .orElseGet(this::carryOut);
  }

  private Optional<CommandDecision> rejectForUnknownClusters() {
    List<Rejected> rejections =
        facts.clusters().unknown(received.command().meta()).stream()
            .map(name -> received.rejection(name, facts.clusters().violation(name)))
            .toList();
    return when(!rejections.isEmpty(), new CommandDecision.RejectUnknownClusters(rejections));
  }

  private Optional<CommandDecision> ignoreOthersAndConcluded() {
    return when(
        !received.command().meta().targets(facts.clusters().own()) || facts.published().concluded(),
        new CommandDecision.Ignore());
  }

  private Optional<CommandDecision> abortParkedCommand() {
    return Optional.ofNullable(facts.parked())
        .filter(_ -> received.command() instanceof Abort && !received.isDryRun())
        .<CommandDecision>map(CommandDecision.AbortParked::new);
  }

  private Optional<CommandDecision> endBeforeItsWave() {
    return wave instanceof WaveDecision.Ended why
        ? new EndedWave(received, facts).decide(why)
        : Optional.empty();
  }

  /** Whether the application comes from this command, or a newer one. */
  private boolean isLive() {
    return live != null && received.isAppliedIn(live);
  }

  /** A queued command may supersede it, which says more. */
  private Optional<CommandDecision> expireWithNothingQueued() {
    return when(isExpired() && facts.queued().isEmpty(), new CommandDecision.Expire());
  }

  /** A command that was accepted is carried out, however late. */
  private boolean isExpired() {
    return !facts.asOf().isBefore(received.deadline()) && !facts.published().accepted();
  }

  private Optional<CommandDecision> giveUpOnUnreachableCluster() {
    return facts.observation() instanceof Observation.Unreachable(Delay.Failed why)
        ? Optional.of(new CommandDecision.GiveUp(why))
        : Optional.empty();
  }

  /** The caches are good enough to write by, not to tell a command that it has to wait. */
  private Optional<CommandDecision> readCluster() {
    boolean waves = !(wave instanceof WaveDecision.Proceed);
    return when(snapshot == null || (waves && !fresh), new CommandDecision.NeedsSnapshot(waves));
  }

  /**
   * It was redelivered, or another instance stopped halfway. Where a newer command was applied
   * since, this record may lie after that command's, so that by its position it would count as
   * newer: then the published steps count.
   */
  private Optional<CommandDecision> answerAppliedCommand() {
    ObservedApp app = live;
    if (received.command() instanceof Remove && facts.published().applied() && !isLive()) {
      return Optional.of(new CommandDecision.ResumeRemoval()); // what is live is being deleted
    }
    if (app == null || !(isLive() || facts.published().applied())) {
      return Optional.empty();
    }
    return Optional.of(
        isLive() || fresh ? whatBecameOfIt(app) : new CommandDecision.NeedsSnapshot(true));
  }

  /** It is neither written again nor was it rejected. */
  private Optional<CommandDecision> answerAppliedCommandWhoseObjectsAreGone() {
    return when(
        live == null
            && received.command() instanceof ApplicationCommand
            && facts.published().applied(),
        fresh ? new CommandDecision.AlreadyGone() : new CommandDecision.NeedsSnapshot(true));
  }

  private CommandDecision whatBecameOfIt(ObservedApp app) {
    String newest = app.lastCommand().commandId();
    if (newest.equals(received.id())) {
      return CommandDecision.ResumeRollout.of(app);
    }
    if (received.isPromoteAppliedIn(app)
        || (received.command() instanceof Promote && facts.published().applied())) {
      return new CommandDecision.AlreadyPromoted();
    }
    return newest.equals(received.id() + CommandFencing.ROLLBACK)
        ? new CommandDecision.AlreadyRolledBack(newest)
        : new CommandDecision.AlreadyOvertaken(newest);
  }

  /** Behind this one, the command that waits for its wave could not be applied any more. */
  private Optional<CommandDecision> rejectBeforeParkedCommand() {
    ReceivedCommand held = facts.parked();
    return held == null
            || live == null
            || facts.published().accepted()
            || SupersedePolicy.replacesParked(received.command(), held.command())
        ? Optional.empty()
        : Optional.of(reject(List.of(CommandFacts.parkedViolation(held))));
  }

  private Optional<CommandDecision> parkUntilItsWave() {
    return wave instanceof WaveDecision.Wait ? Optional.of(carryOut()) : Optional.empty();
  }

  /** By the newest command that would be applied now. The queue knows which count as later. */
  private Optional<CommandDecision> supersedeByQueuedCommand() {
    for (QueuedCommand next : facts.queued().reversed()) {
      if (maySupersede(next)) {
        Optional<CommandDecision> missing = missingImages(next.command());
        if (missing.isPresent()) {
          return missing;
        }
        if (plan(next.command()) instanceof Plan.Write) {
          return Optional.of(new CommandDecision.SupersededBy(next.command()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean maySupersede(QueuedCommand next) {
    return next.command().command().meta().targets(facts.clusters().own())
        && !next.expired()
        && !next.published().started()
        && SupersedePolicy.replaces(next.command().command(), received.command());
  }

  private CommandDecision carryOut() {
    return missingImages(received)
        .orElseGet(
            () ->
                switch (plan(received)) {
                  case Plan.Reject(List<Violation> violations) -> reject(violations);
                  case Plan.Write write when received.isDryRun() ->
                      new CommandDecision.DryRun(write);
                  case Plan.Write write when wave instanceof WaveDecision.Wait wait ->
                      new CommandDecision.Park(write, wait);
                  case Plan.Apply apply ->
                      new CommandDecision.Apply(
                          apply,
                          apply.desired().command().commandId().equals(received.id())
                              ? rolloutInProgress()
                              : null);
                  case Plan.Delete delete ->
                      new CommandDecision.Delete(delete, rolloutInProgress());
                  case Plan.ApplyNamespace namespace ->
                      new CommandDecision.ApplyNamespace(namespace);
                });
  }

  /**
   * Needs the API server's own state. A Remove that has deleted the releases goes on. Others may
   * have been written when the application vanished or somebody replaced it: that is no rejection.
   */
  private CommandDecision reject(List<Violation> violations) {
    if (!fresh) {
      return new CommandDecision.NeedsSnapshot(true);
    }
    ClusterSnapshot now = Objects.requireNonNull(snapshot);
    boolean begun = facts.published().accepted() && now.current() == null;
    if (received.command() instanceof Remove remove && begun) {
      return now.isGone()
          ? new CommandDecision.AlreadyRemoved()
          : new CommandDecision.Delete(new Plan.Delete(remove.app()), rolloutInProgress());
    }
    return begun && (Violation.isMissingApp(violations) || now.isReplaced(received))
        ? new CommandDecision.AlreadyGone()
        : new CommandDecision.Reject(violations);
  }

  /** The roll-out whose place this command takes. */
  private @Nullable Rollout rolloutInProgress() {
    ObservedApp app = live;
    return app != null
            && facts.observation() instanceof Observation.Read read
            && read.inProgress()
            && !app.lastCommand().commandId().equals(received.id())
        ? Rollout.of(app)
        : null;
  }

  private Plan plan(ReceivedCommand command) {
    return planner.plan(command, Objects.requireNonNull(snapshot), facts.images());
  }

  /** On redelivery the digests that the release records count. */
  private Optional<CommandDecision> missingImages(ReceivedCommand command) {
    if (!(command.command() instanceof Deploy deploy)
        || Objects.requireNonNull(snapshot).releases().createdBy(command.id()).isPresent()) {
      return Optional.empty();
    }
    Set<ImageReference> missing = ContainerImages.of(deploy.spec()).references();
    missing.removeAll(facts.images().keySet());
    return when(!missing.isEmpty(), new CommandDecision.NeedsImages(missing));
  }

  private static Optional<CommandDecision> when(boolean applies, CommandDecision decision) {
    return applies ? Optional.of(decision) : Optional.empty();
  }
}
