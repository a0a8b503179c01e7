/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes each step of a command. */
public final class OperationPublisher {

  private final String cluster;
  private final OperationLog operations;
  private final InstantSource clock;

  public OperationPublisher(String cluster, OperationLog operations, InstantSource clock) {
    this.cluster = cluster;
    this.operations = operations;
    this.clock = clock;
  }

  public OperationRef ref(ReceivedCommand received) {
    return new OperationRef(
        received.id(),
        received.command().verb(),
        received.command().subject(),
        cluster,
        received.command().meta().requestedBy(),
        clock.instant());
  }

  public OperationRef ref(CommandRef command, AppRef app) {
    return command.operation(app, cluster, clock.instant());
  }

  public OperationRef ref(OperationLog.OpenCommand open) {
    return new OperationRef(
        open.commandId(), open.verb(), open.app(), cluster, open.requestedBy(), clock.instant());
  }

  public void publishRejected(ReceivedCommand received, List<Violation> violations) {
    operations.publish(new Rejected(ref(received), violations));
  }

  public void publishAccepted(
      ReceivedCommand received, @Nullable Long release, List<Change> diff, List<String> notes) {
    operations.publish(new Accepted(ref(received), release, diff, notes));
  }

  public void publishApplied(
      ReceivedCommand received, @Nullable Long release, List<String> objects) {
    operations.publish(new Applied(ref(received), release, objects));
  }

  public void publishSucceeded(
      OperationRef ref, @Nullable Long release, @Nullable Progress progress, String summary) {
    operations.publish(
        new Concluded(ref, Verdict.SUCCEEDED, release, progress, null, summary, null, null));
  }

  public void publishFailed(
      OperationRef ref,
      Verdict verdict,
      @Nullable Long release,
      @Nullable Progress progress,
      Diagnosis diagnosis) {
    operations.publish(
        new Concluded(
            ref, verdict, release, progress, diagnosis, diagnosis.explanation(), null, null));
  }

  /** The staged roll-out gets its own verdict later. */
  public void publishPromoted(ReceivedCommand received) {
    publishSucceeded(ref(received), null, null, "The roll-out takes its next step.");
  }

  public void publishSuperseded(OperationRef ref, @Nullable Long release, String newer) {
    publishSuperseded(ref, release, "A newer command took its place.", newer);
  }

  /** The command was not applied at all. */
  public void publishSkipped(ReceivedCommand received, ReceivedCommand newer) {
    publishSuperseded(
        ref(received),
        null,
        "It was not written here: the newer "
            + newer.command().verb()
            + " of the same application was waiting already.",
        newer.id());
  }

  /**
   * @throws IllegalArgumentException where the newer command is the same one: it would end without
   *     its effect
   */
  private void publishSuperseded(
      OperationRef ref, @Nullable Long release, String why, String newer) {
    if (newer.equals(ref.commandId())) {
      throw new IllegalArgumentException(newer + " cannot take its own place");
    }
    operations.publish(
        new Concluded(ref, Verdict.SUPERSEDED, release, null, null, why, newer, null));
  }

  public void publishRolledBack(
      OperationRef ref,
      @Nullable Long release,
      @Nullable Progress progress,
      @Nullable Diagnosis diagnosis,
      String by) {
    operations.publish(
        new Concluded(
            ref,
            Verdict.ROLLED_BACK,
            release,
            progress,
            diagnosis,
            (diagnosis == null ? "It did not become ready." : diagnosis.explanation())
                + " The release before it was put back.",
            null,
            by));
  }

  public static List<String> objectNames(List<HasMetadata> objects) {
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  /** Its deadline passed before it was carried out. */
  public void publishTimedOut(ReceivedCommand received, Diagnosis diagnosis) {
    publishFailed(ref(received), Verdict.TIMED_OUT, null, null, diagnosis);
  }

  /** The application is gone, and no command removed it. */
  public void publishVanished(OperationLog.OpenCommand open) {
    publishFailed(
        ref(open),
        Verdict.FAILED,
        null,
        null,
        new Diagnosis(
            Cause.UNKNOWN,
            "The application's Deployment is gone, and no command removed it.",
            List.of(
                new Diagnosis.Evidence(
                    "status",
                    "Deployment/" + open.app().name(),
                    "not in " + cluster + ", or it belongs to somebody else now")),
            List.of("Find out who deleted it, then deploy it again.")));
  }
}
