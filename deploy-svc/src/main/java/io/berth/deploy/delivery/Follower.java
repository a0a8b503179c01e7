/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.delivery.Rollouts.Running;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.rollout.Counts;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.rollout.Step;
import io.berth.events.AppRef;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Follows roll-outs to their verdicts and tells the states of applications. */
public final class Follower {

  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);

  private final RolloutDecider decider;
  private final View view;
  private final Verdicts verdicts;
  private final Operations operations;
  private final StateReports reports;
  private final SteadyTime clock;
  private final Answers answers;
  private final Rollouts running = new Rollouts();
  private volatile Consumer<AppRef> wake = _ -> {};
  private volatile Stages stages = new Stages.None();
  private volatile Tenure tenure = Tenure.ALL;

  /** Puts the release before back, in its turn, and tells the verdict; asked until it did. */
  public interface Undo {
    void start(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis);
  }

  public Follower(
      String clusterName,
      RolloutDecider decider,
      View view,
      Cluster cluster,
      Operations operations,
      Apps apps,
      SteadyTime clock) {
    this.decider = decider;
    this.view = view;
    this.operations = operations;
    this.reports = new StateReports(clusterName, view, apps, clock);
    this.clock = clock;
    this.answers = new Answers(clusterName, operations, clock);
    this.verdicts = new Verdicts(cluster, answers, operations);
  }

  /** Whom to tell that an application is to be looked at soon. */
  public void onNews(Consumer<AppRef> wake) {
    this.wake = wake;
  }

  /** Only what it holds is followed. */
  public void within(Tenure held) {
    this.tenure = held;
  }

  public void onFailure(Undo undo) {
    verdicts.onFailure(undo);
  }

  /** Who takes the steps of roll-outs that have some. */
  public void onStages(Staged taker) {
    stages = taker;
  }

  /** Has an application looked at soon. */
  public void wake(AppRef app) {
    wake.accept(app);
  }

  /** One that has its verdict is looked at, for what is left to do, and not followed again. */
  public void follow(Rollout rollout) {
    if (!operations.concluded(rollout.origin().commandId())) {
      running.begin(rollout);
    }
    wake.accept(rollout.app());
  }

  /** Takes up what an earlier instance left, unless something newer is followed already. */
  void resume(Rollout rollout) {
    if (tenure.owns(rollout.origin().position())) {
      running.beginIfNone(rollout);
      wake.accept(rollout.app());
    }
  }

  /** Forgets what is another instance's to follow. */
  public void letGo() {
    running.forget(now -> !tenure.owns(now.position()));
  }

  void supersede(Rollout rollout, String newer) {
    running.end(rollout);
    answers.superseded(
        answers.ref(rollout), rollout.bringsRelease() ? rollout.release() : null, newer);
  }

  /** The applications to be looked at when time passes: deadlines and steps come without news. */
  public Set<AppRef> waiting() {
    Set<AppRef> waiting = new HashSet<>(running.apps());
    waiting.addAll(stages.waiting());
    return waiting;
  }

  /** Looks at an application: something changed, or time passed. One call at a time for each. */
  public void look(AppRef app) {
    view.live(app).ifPresentOrElse(this::look, () -> gone(app));
  }

  private void look(LiveApp live) {
    Running now = running.of(live.app());
    if (now != null && tenure.holds(now.position())) {
      step(now, live);
    }
    stages.tidy(live);
    reports.is(live, running.of(live.app()) != null);
  }

  private void gone(AppRef app) {
    stages.gone(app);
    Running now = running.of(app);
    if (now == null) {
      reports.gone(app);
    } else if (tenure.holds(now.position())
        && !clock.asOf(now.commandId()).isBefore(now.rollout().origin().deadline())) {
      running.end(now);
      answers.failed(
          answers.ref(now.rollout()), Verdict.TIMED_OUT, null, null, Diagnostician.unknown());
    }
  }

  private void step(Running now, LiveApp live) {
    Rollout rollout = now.rollout();
    // The watch may lag behind what was just written.
    if (!live.origin().commandId().equals(rollout.origin().commandId())) {
      return;
    }
    if (live.stage() == null && live.takenBack() != null) {
      var why = stages.why(rollout.origin().commandId());
      verdicts.takenBack(rollout, Counts.of(live.deployment()), live.takenBack(), why);
    } else {
      tell(now, now.judged() == null ? judge(now, live) : now.judged());
    }
    end(now);
  }

  private Step judge(Running now, LiveApp live) {
    if (live.stage() != null) {
      return stages.look(now.rollout(), live);
    }
    var finding = Diagnostician.examine(view.scene(live));
    return decider.follow(
        now.rollout(), live.deployment(), finding, now.told(), clock.asOf(now.commandId()));
  }

  private void tell(Running now, Step step) {
    switch (step) {
      case Step.Waiting _ -> {}
      case Step.Moved moved -> moved(now, moved.progress());
      case Step.Succeeded _, Step.Failed _, Step.TimedOut _ -> {
        running.judged(now, step);
        verdicts.tell(now.rollout(), step);
      }
    }
  }

  /** Not before its verdict is given: a way back is looked for until it is found. */
  private void end(Running now) {
    if (operations.concluded(now.commandId())) {
      running.end(now.rollout());
    }
  }

  private void moved(Running now, Progress progress) {
    Instant asOf = clock.asOf(now.commandId());
    if (!asOf.isBefore(now.toldAt().plus(BETWEEN_PROGRESS))) {
      running.told(now, progress, asOf);
      operations.say(new Progressing(answers.ref(now.rollout()), progress));
    }
  }
}
