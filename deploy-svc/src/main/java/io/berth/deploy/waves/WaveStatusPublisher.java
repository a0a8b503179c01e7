/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.command.Remove;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import java.util.List;

/** Publishes that a command waits for its wave, or ended before it started. */
final class WaveStatusPublisher {

  private static final Progress NOTHING_YET = new Progress(0, 0, 0, 0, 0);

  private final OperationPublisher publisher;
  private final OperationLog operations;

  WaveStatusPublisher(OperationPublisher publisher, OperationLog operations) {
    this.publisher = publisher;
    this.operations = operations;
  }

  void publishWaiting(ReceivedCommand received, WaveDecision.Wait wait) {
    operations.publish(
        new Progressing(publisher.ref(received), NOTHING_YET, "Waits its turn: " + wait.reason()));
  }

  /**
   * Its wave will not start.
   *
   * @param untouched whether it is certain that nothing was written
   */
  void publishEnded(ReceivedCommand received, WaveDecision.Ended why, boolean untouched) {
    String effect = untouched ? "Nothing was written here" : partialEffect(received);
    switch (why) {
      case WaveDecision.EarlierWaveFailed stop -> publishStopped(received, effect, stop);
      case WaveDecision.Superseded(String by) -> publishSuperseded(received, by);
      case WaveDecision.Expired(String forWhat) -> publishExpired(received, effect, forWhat);
    }
  }

  /** An instance that stopped may have begun with it. */
  private static String partialEffect(ReceivedCommand received) {
    return received.command() instanceof Remove
        ? "The application was not removed here"
        : "It did not take effect here, but parts of it may be written";
  }

  private void publishStopped(
      ReceivedCommand received, String effect, WaveDecision.EarlierWaveFailed stop) {
    String where = "wave " + stop.wave() + " did not succeed in " + stop.cluster();
    publishFailed(
        received,
        Verdict.FAILED,
        effect + ": " + where + "; " + stop.reason(),
        new Evidence("operation", "Cluster/" + stop.cluster(), stop.reason()),
        "Correct what went wrong in " + stop.cluster() + ", then send the command again.");
  }

  private void publishExpired(ReceivedCommand received, String effect, String forWhat) {
    publishFailed(
        received,
        Verdict.TIMED_OUT,
        effect + ": the deadline passed before its turn came. It waited to the end: " + forWhat,
        new Evidence("operation", "Cluster/" + publisher.ref(received).cluster(), forWhat),
        "Send the command again, with a longer deadline if the waves need it.");
  }

  private void publishFailed(
      ReceivedCommand received,
      Verdict verdict,
      String explanation,
      Evidence evidence,
      String advice) {
    String shortened = explanation.substring(0, Math.min(explanation.length(), 3000));
    publisher.publishFailed(
        publisher.ref(received),
        verdict,
        null,
        null,
        new Diagnosis(Cause.WAVE_STOPPED, shortened, List.of(evidence), List.of(advice)));
  }

  void publishSuperseded(ReceivedCommand received, String newer) {
    publisher.publishSuperseded(publisher.ref(received), null, newer);
  }

  void publishAborted(ReceivedCommand abort, ReceivedCommand held) {
    String note = "The command " + held.id() + " still waited for its wave; it is given up.";
    publisher.publishAccepted(abort, null, List.of(), List.of(note));
    publishSuperseded(held, abort.id());
    publisher.publishSucceeded(
        publisher.ref(abort), null, null, note + " Nothing was written here.");
  }
}
