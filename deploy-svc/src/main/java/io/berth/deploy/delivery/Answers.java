/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.rollout.Rollout;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words for each step of a command. */
final class Answers {

  private final String cluster;
  private final Operations operations;
  private final InstantSource clock;

  Answers(String cluster, Operations operations, InstantSource clock) {
    this.cluster = cluster;
    this.operations = operations;
    this.clock = clock;
  }

  OperationRef ref(Order order) {
    return new OperationRef(
        order.id(),
        order.command().verb(),
        order.command().subject(),
        cluster,
        order.command().meta().requestedBy(),
        clock.instant());
  }

  OperationRef ref(Rollout rollout) {
    return rollout.ref(cluster, clock.instant());
  }

  OperationRef ref(Operations.Open open) {
    return new OperationRef(
        open.commandId(), open.verb(), open.app(), cluster, open.requestedBy(), clock.instant());
  }

  void rejected(Order order, List<Violation> violations) {
    operations.say(new Rejected(ref(order), violations));
  }

  void accepted(Order order, @Nullable Long release, List<Change> diff, List<String> notes) {
    operations.say(new Accepted(ref(order), release, diff, notes));
  }

  void applied(Order order, @Nullable Long release, List<String> objects) {
    operations.say(new Applied(ref(order), release, objects));
  }

  boolean succeeded(
      OperationRef ref, @Nullable Long release, @Nullable Progress progress, String summary) {
    return operations.say(
        new Concluded(ref, Verdict.SUCCEEDED, release, progress, null, summary, null, null));
  }

  boolean failed(
      OperationRef ref,
      Verdict verdict,
      @Nullable Long release,
      @Nullable Progress progress,
      Diagnosis diagnosis) {
    return operations.say(
        new Concluded(
            ref, verdict, release, progress, diagnosis, diagnosis.explanation(), null, null));
  }

  /** The roll-out that waited has its own verdict still to come. */
  void promoted(Order order) {
    succeeded(ref(order), null, null, "The roll-out takes its next step.");
  }

  void superseded(OperationRef ref, @Nullable Long release, String newer) {
    superseded(ref, release, "A newer command took its place.", newer);
  }

  /** It was not written here at all. */
  void skipped(Order order, Order newer) {
    superseded(
        ref(order),
        null,
        "It was not written here: the newer "
            + newer.command().verb()
            + " of the same application was waiting already.",
        newer.id());
  }

  private void superseded(OperationRef ref, @Nullable Long release, String why, String newer) {
    operations.say(new Concluded(ref, Verdict.SUPERSEDED, release, null, null, why, newer, null));
  }

  void rolledBack(
      OperationRef ref,
      @Nullable Long release,
      @Nullable Progress progress,
      @Nullable Diagnosis diagnosis,
      String by) {
    operations.say(
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

  static List<String> names(List<HasMetadata> objects) {
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  /** Its deadline passed while the API server was away. */
  void unreachable(Order order, String why) {
    failed(
        ref(order),
        Verdict.TIMED_OUT,
        null,
        null,
        new Diagnosis(
            Cause.CLUSTER_UNREACHABLE,
            "The cluster's API server did not answer before the command's deadline.",
            List.of(new Diagnosis.Evidence("status", "Cluster/" + cluster, why)),
            List.of("Send the command again when the cluster is back.")));
  }

  /** Nothing of it is left, and no command took it away. */
  void vanished(Operations.Open open) {
    failed(
        ref(open),
        Verdict.FAILED,
        null,
        null,
        new Diagnosis(
            Cause.UNKNOWN,
            "The application's Deployment is gone, and no command removed it.",
            List.of(
                new Diagnosis.Evidence(
                    "status", "Deployment/" + open.app().name(), "not found in " + cluster)),
            List.of("Find out who deleted it, then deploy it again.")));
  }

  /** Its deadline passed while it waited in this service. */
  void waitedTooLong(Order order, boolean accepted) {
    unreachable(
        order,
        accepted
            ? "the API server did not answer in time; parts of it may be written"
            : "it waited until its deadline for its turn; nothing was written");
  }

  /** It was read only after its deadline. */
  void tooLate(Order order) {
    Instant deadline = order.deadline();
    failed(
        ref(order),
        Verdict.TIMED_OUT,
        null,
        null,
        new Diagnosis(
            Cause.CLUSTER_UNREACHABLE,
            "The command was read only after its deadline; nothing was written.",
            List.of(
                new Diagnosis.Evidence(
                    "status", "Cluster/" + cluster, "its deadline was " + deadline)),
            List.of("Send the command again if it is still wanted.")));
  }
}
