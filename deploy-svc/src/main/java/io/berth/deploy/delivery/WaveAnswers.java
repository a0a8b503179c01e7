/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.waves.Turn;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import java.util.List;

/** The words for a command that waits for its wave, and for its end before that. */
final class WaveAnswers {

  private static final Progress NOTHING_YET = new Progress(0, 0, 0, 0, 0);

  private final Answers answers;
  private final Operations operations;

  WaveAnswers(Answers answers, Operations operations) {
    this.answers = answers;
    this.operations = operations;
  }

  void waits(Order order, Turn.Wait wait) {
    operations.say(
        new Progressing(answers.ref(order), NOTHING_YET, "Waits its turn: " + wait.forWhat()));
  }

  /** Its turn will not come. */
  void ended(Order order, Turn turn) {
    switch (turn) {
      case Turn.Stop stop -> stopped(order, stop);
      case Turn.Overtaken(String by) -> superseded(order, by);
      case Turn.Late(String forWhat) -> late(order, forWhat);
      case Turn.Go _, Turn.Wait _ -> throw new IllegalArgumentException("not ended: " + turn);
    }
  }

  private void stopped(Order order, Turn.Stop stop) {
    String where = "wave " + stop.wave() + " did not succeed in " + stop.cluster();
    failed(
        order,
        Verdict.FAILED,
        "Nothing was written here: " + where + "; " + stop.reason(),
        new Evidence("operation", "Cluster/" + stop.cluster(), stop.reason()),
        "Correct what went wrong in " + stop.cluster() + ", then send the command again.");
  }

  private void late(Order order, String forWhat) {
    failed(
        order,
        Verdict.TIMED_OUT,
        "The deadline passed before its turn came, nothing was written here. It waited to the end: "
            + forWhat,
        new Evidence("operation", "Cluster/" + answers.ref(order).cluster(), forWhat),
        "Send the command again, with a longer deadline if the waves need it.");
  }

  private void failed(
      Order order, Verdict verdict, String explanation, Evidence evidence, String advice) {
    String shortened = explanation.substring(0, Math.min(explanation.length(), 3000));
    answers.failed(
        answers.ref(order),
        verdict,
        null,
        null,
        new Diagnosis(Cause.WAVE_STOPPED, shortened, List.of(evidence), List.of(advice)));
  }

  void superseded(Order order, String newer) {
    answers.superseded(answers.ref(order), null, newer);
  }

  void givenUp(Order abort, Order held) {
    String note = "The command " + held.id() + " still waited for its wave; it is given up.";
    answers.accepted(abort, null, List.of(), List.of(note));
    superseded(held, abort.id());
    answers.succeeded(answers.ref(abort), null, null, note + " Nothing was written here.");
  }
}
