/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.AppStates;
import io.berth.deploy.rollout.Counts;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.rollout.Step;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows roll-outs to their verdicts and tells the states of applications. */
public final class Follower {

  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);

  private final String clusterName;
  private final RolloutDecider decider;
  private final View view;
  private final Verdicts verdicts;
  private final Operations operations;
  private final Apps apps;
  private final InstantSource clock;
  private final Answers answers;
  private final Map<AppRef, Running> running = new ConcurrentHashMap<>();
  private volatile Consumer<AppRef> wake = _ -> {};
  private volatile Stages stages = new Stages.None();

  /** A roll-out and what was told of it last. */
  private record Running(Rollout rollout, @Nullable Progress told, Instant toldAt) {}

  /** Puts the release before back, in its turn; says whether it will. */
  public interface Undo {
    boolean start(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis);
  }

  public Follower(
      String clusterName,
      RolloutDecider decider,
      View view,
      Cluster cluster,
      Operations operations,
      Apps apps,
      InstantSource clock) {
    this.clusterName = clusterName;
    this.decider = decider;
    this.view = view;
    this.operations = operations;
    this.apps = apps;
    this.clock = clock;
    this.answers = new Answers(clusterName, operations, clock);
    this.verdicts = new Verdicts(cluster, answers, operations);
  }

  /** Whom to tell that an application is to be looked at soon. */
  public void onNews(Consumer<AppRef> wake) {
    this.wake = wake;
  }

  public void onFailure(Undo undo) {
    verdicts.onFailure(undo);
  }

  /** Who takes the steps of roll-outs that have some. */
  public void onStages(Staged taker) {
    stages = taker;
  }

  public void follow(Rollout rollout) {
    running.put(rollout.app(), new Running(rollout, null, Instant.EPOCH));
    wake.accept(rollout.app());
  }

  void supersede(Rollout rollout, String newer) {
    running.computeIfPresent(rollout.app(), (_, now) -> same(now.rollout(), rollout) ? null : now);
    answers.superseded(
        answers.ref(rollout), rollout.bringsRelease() ? rollout.release() : null, newer);
  }

  /** The applications with a roll-out that is followed. */
  public Set<AppRef> followed() {
    return Set.copyOf(running.keySet());
  }

  /** Looks at an application: something changed, or time passed. One call at a time for each. */
  public void look(AppRef app) {
    Optional<LiveApp> live = view.live(app);
    if (live.isEmpty()) {
      gone(app);
      return;
    }
    Running now = running.get(app);
    if (now != null) {
      step(now, live.get());
    }
    stages.tidy(live.get());
    apps.is(
        AppStates.of(
            view.place(),
            live.get(),
            Optional.ofNullable(live.get().stage())
                .flatMap(stage -> view.beside(app, stage.track())),
            view.environment(app.namespace()),
            running.containsKey(app),
            clock.instant()));
  }

  private void gone(AppRef app) {
    Running now = running.get(app);
    if (now == null) {
      apps.gone(ClusterAppRef.of(clusterName, app));
    } else if (!clock.instant().isBefore(now.rollout().origin().deadline())) {
      running.remove(app, now);
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
    if (inStages(now, live)) {
      return;
    }
    Step step =
        decider.follow(
            rollout,
            live.deployment(),
            Diagnostician.examine(view.scene(live)),
            now.told(),
            clock.instant());
    switch (step) {
      case Step.Waiting _ -> {}
      case Step.Moved moved -> moved(now, moved.progress());
      case Step.Succeeded done -> verdicts.succeeded(rollout, done.progress());
      case Step.Failed failed ->
          verdicts.failed(rollout, Verdict.FAILED, failed.progress(), failed.diagnosis());
      case Step.TimedOut late ->
          verdicts.failed(rollout, Verdict.TIMED_OUT, late.progress(), late.diagnosis());
    }
    if (!(step instanceof Step.Waiting || step instanceof Step.Moved)) {
      running.remove(rollout.app(), now);
    }
  }

  private boolean inStages(Running now, LiveApp live) {
    Rollout rollout = now.rollout();
    if (live.stage() != null) {
      stages.look(rollout, live);
      return true;
    }
    if (live.takenBack() != null) {
      Progress progress = Counts.of(live.deployment());
      verdicts.takenBack(
          rollout, progress, live.takenBack(), stages.why(rollout.origin().commandId()));
      running.remove(rollout.app(), now);
      return true;
    }
    return false;
  }

  private void moved(Running now, Progress progress) {
    Instant asOf = clock.instant();
    if (asOf.isBefore(now.toldAt().plus(BETWEEN_PROGRESS))) {
      return;
    }
    running.replace(now.rollout().app(), now, new Running(now.rollout(), progress, asOf));
    operations.say(new Progressing(answers.ref(now.rollout()), progress));
  }

  private static boolean same(Rollout one, Rollout other) {
    return one.origin().commandId().equals(other.origin().commandId());
  }
}
