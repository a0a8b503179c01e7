/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Explains why a command has no effect, or an incomplete one, at its deadline. */
public final class DeadlineDiagnosis {

  private static final String AGAIN = "Send the command again if it is still wanted.";

  private final String cluster;
  private final ReceivedCommand received;
  private final String written;

  private DeadlineDiagnosis(String cluster, ReceivedCommand received, boolean accepted) {
    this.cluster = cluster;
    this.received = received;
    this.written = accepted ? " Parts of it may be written." : " Nothing was written.";
  }

  /**
   * @param accepted whether something may be written
   */
  public static Diagnosis of(
      String cluster, ReceivedCommand received, boolean accepted, Delay delay) {
    return new DeadlineDiagnosis(cluster, received, accepted).explain(delay);
  }

  private Diagnosis explain(Delay delay) {
    return switch (delay) {
      case Delay.ReadLate late ->
          passed(
              "The command was read only after its deadline.",
              "read at " + late.readAt() + ", issued at " + received.issuedAt(),
              AGAIN,
              "If it was sent just now, compare the sender's clock with this service's.");
      case Delay.Queued(ReceivedCommand earlier, Delay itsDelay) when itsDelay != null ->
          behind(earlier, itsDelay);
      case Delay.Queued(ReceivedCommand earlier, _) ->
          passed(
              "The command waited until its deadline behind " + name(earlier) + ".",
              name(earlier) + " was completed only then",
              AGAIN);
      case Delay.NoWorker _ ->
          passed(
              "The command waited until its deadline for its turn.",
              "commands of other applications kept every worker of deploy-svc busy",
              AGAIN,
              "For operators of " + cluster + ": raise BERTH_MAX_CONCURRENT_APPS.");
      case Delay.Request _ -> unreachable("a request was not answered");
      case Delay.Registry(String images) ->
          passed(
              "The image's registry did not answer before the command's deadline.",
              "waited for the digest of " + images,
              "Check that the registry works, then send the command again.");
      case Delay.Failed failed -> failed(failed);
    };
  }

  private Diagnosis failed(Delay.Failed failed) {
    return switch (failed.reason()) {
      case NO_ANSWER -> unreachable(failed.message());
      case UNAUTHORIZED ->
          passed(
              "The cluster's API server rejected the credentials of deploy-svc until the command's"
                  + " deadline.",
              failed.message(),
              "For operators of " + cluster + ": renew the credentials in the kubeconfig.",
              AGAIN);
      case CONFLICT ->
          passed(
              "Another client wrote the same object at every attempt until the command's deadline.",
              failed.message(),
              "Find out which client writes the object all the time, then send the command again.");
    };
  }

  /** Where the earlier command waits for the API server, so does this one. */
  private Diagnosis behind(ReceivedCommand earlier, Delay itsDelay) {
    Diagnosis its = new DeadlineDiagnosis(cluster, earlier, false).explain(itsDelay);
    if (its.cause() == Cause.CLUSTER_UNREACHABLE) {
      List<Evidence> evidence = new ArrayList<>(its.evidence());
      evidence.add(evidence("it waited behind " + name(earlier)));
      return new Diagnosis(its.cause(), its.explanation(), evidence, its.advice());
    }
    return passed(
        "The command waited until its deadline behind " + name(earlier) + ", which is not done.",
        its.evidence().getFirst().text(),
        AGAIN);
  }

  private Diagnosis unreachable(String why) {
    return new Diagnosis(
        Cause.CLUSTER_UNREACHABLE,
        "The cluster's API server did not answer before the command's deadline." + written,
        List.of(evidence(why)),
        List.of("Send the command again when the cluster is back."));
  }

  private Diagnosis passed(String explanation, String evidence, String... advice) {
    return new Diagnosis(
        Cause.DEADLINE_PASSED,
        explanation + written,
        List.of(evidence(evidence), evidence("its deadline was " + received.deadline())),
        List.of(advice));
  }

  private Evidence evidence(String text) {
    return new Evidence("status", "Cluster/" + cluster, text);
  }

  private static String name(ReceivedCommand command) {
    return command.command().verb() + " " + command.id();
  }
}
