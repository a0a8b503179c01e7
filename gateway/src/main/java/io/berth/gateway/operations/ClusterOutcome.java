/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command in one cluster. A verdict is final: operations that follow it are
 * ignored.
 *
 * @param cluster the cluster
 * @param steps what happened, oldest first; replica counts are not steps
 * @param progress the latest replica counts; null if there are none yet
 * @param release the release that it creates; null if it creates none
 * @param diff the changes that a dry run reported
 * @param notes hints from the cluster
 * @param verdict the verdict; null while it runs
 * @param concludedAt the time of the verdict; null while it runs
 * @param diagnosis why it failed; null if it succeeded or the cause is unknown
 * @param violations the rules that it violates
 * @param summary the verdict in a sentence; null while it runs
 * @param skipped whether it is no target of the command, because it lacks the application
 */
public record ClusterOutcome(
    String cluster,
    List<Step> steps,
    @Nullable Progress progress,
    @Nullable Long release,
    List<Change> diff,
    List<String> notes,
    @Nullable Verdict verdict,
    @Nullable Instant concludedAt,
    @Nullable Diagnosis diagnosis,
    List<Violation> violations,
    @Nullable String summary,
    boolean skipped) {

  /** No operation of this cluster has been read yet. */
  static ClusterOutcome pending(String cluster) {
    return new ClusterOutcome(
        cluster, List.of(), null, null, List.of(), List.of(), null, null, null, List.of(), null,
        false);
  }

  ClusterOutcome with(Operation operation) {
    if (verdict != null) {
      return this;
    }
    return switch (operation) {
      case Accepted accepted -> accepted(accepted);
      case Rejected rejected -> rejected(rejected);
      case Applied applied -> applied(applied);
      case Progressing progressing -> progressed(progressing);
      case Concluded concluded -> concluded(concluded);
      case Drifted _ -> this;
    };
  }

  private ClusterOutcome accepted(Accepted accepted) {
    Long made = accepted.release();
    String text =
        (made == null ? "Passed every rule" : "Passed every rule and becomes release " + made)
            + changes(accepted.diff().size());
    return new ClusterOutcome(
        cluster,
        withStep(accepted.ref().at(), "accepted", text),
        progress,
        made,
        accepted.diff(),
        accepted.notes() == null ? List.of() : accepted.notes(),
        null,
        null,
        null,
        List.of(),
        null,
        false);
  }

  private static String changes(int count) {
    return count == 0 ? "" : count == 1 ? "; 1 field changes" : "; " + count + " fields change";
  }

  private ClusterOutcome rejected(Rejected rejected) {
    int broken = rejected.violations().size();
    String text =
        broken == 1 ? "Refused: it breaks a rule" : "Refused: it breaks " + broken + " rules";
    return new ClusterOutcome(
        cluster,
        withStep(rejected.ref().at(), "rejected", text),
        progress,
        release,
        diff,
        notes,
        Verdict.REJECTED,
        rejected.ref().at(),
        null,
        rejected.violations(),
        text,
        false);
  }

  private ClusterOutcome applied(Applied applied) {
    return new ClusterOutcome(
        cluster,
        withStep(applied.ref().at(), "applied", "Wrote " + String.join(", ", applied.objects())),
        progress,
        applied.release() == null ? release : applied.release(),
        diff,
        notes,
        null,
        null,
        null,
        violations,
        null,
        false);
  }

  /** What it waits for is a step, replica counts are not. */
  private ClusterOutcome progressed(Progressing progressing) {
    String waits = progressing.waitingFor();
    return new ClusterOutcome(
        cluster,
        waits == null || (!steps.isEmpty() && steps.getLast().text().equals(waits))
            ? steps
            : withStep(progressing.ref().at(), "waiting", waits),
        progressing.progress(),
        release,
        diff,
        notes,
        null,
        null,
        null,
        violations,
        null,
        false);
  }

  private ClusterOutcome concluded(Concluded concluded) {
    return new ClusterOutcome(
        cluster,
        withStep(concluded.ref().at(), "concluded", concluded.summary()),
        concluded.progress() == null ? progress : concluded.progress(),
        concluded.release() == null ? release : concluded.release(),
        diff,
        notes,
        concluded.verdict(),
        concluded.ref().at(),
        concluded.diagnosis(),
        violations,
        concluded.summary(),
        false);
  }

  /** Whether the cluster rejected the command for nothing but the missing application. */
  boolean lacksApp() {
    return verdict == Verdict.REJECTED && Violation.isMissingApp(violations);
  }

  /** The same outcome in a cluster that is no target. */
  ClusterOutcome asSkipped() {
    return new ClusterOutcome(
        cluster,
        steps,
        progress,
        release,
        diff,
        notes,
        verdict,
        concludedAt,
        diagnosis,
        violations,
        "Does not have the application; the command goes to the clusters that have it",
        true);
  }

  private List<Step> withStep(Instant at, String step, String text) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(at, step, text));
    return List.copyOf(more);
  }

  /**
   * A step of a command in a cluster.
   *
   * @param at its time
   * @param step its kind: {@code accepted}, {@code rejected}, {@code applied}, {@code concluded}
   * @param text a sentence
   */
  public record Step(Instant at, String step, String text) {}
}
