/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.planning.DesiredApp.Resolved;
import io.berth.deploy.planning.DesiredApp.Unresolvable;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.command.Rollback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans rollbacks: always a new release that repeats an old one. */
final class RollbackPlanner {

  private RollbackPlanner() {}

  static DesiredApp plan(
      Rollback rollback,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      ObservedApp live,
      Release current) {
    Optional<Release> again = snapshot.releases().createdBy(received.id());
    if (again.isPresent()) {
      return resolved(again.get(), false, snapshot, live);
    }
    Long to = rollback.toRelease();
    Optional<Release> target =
        to == null ? snapshot.releases().previous(current) : snapshot.releases().number(to);
    return target
        .<DesiredApp>map(
            release -> resolved(repeat(release, current, received, snapshot), true, snapshot, live))
        .orElseGet(() -> new Unresolvable(missing(to, snapshot)));
  }

  /** Replaces the roll-out in progress by the previous good release. */
  static DesiredApp abort(
      ReceivedCommand received, ClusterSnapshot snapshot, ObservedApp live, Release current) {
    Optional<Release> again = snapshot.releases().createdBy(received.id());
    if (again.isPresent()) {
      return resolved(again.get(), false, snapshot, live);
    }
    return snapshot
        .releases()
        .lastGoodBefore(current)
        .<DesiredApp>map(
            release -> resolved(repeat(release, current, received, snapshot), true, snapshot, live))
        .orElseGet(
            () ->
                new Unresolvable(
                    NotFoundViolations.change(
                        "release " + current.number(),
                        "a roll-out over a release that was good",
                        "There is nothing to go back to; Stop takes the application offline.")));
  }

  private static Release repeat(
      Release old, Release current, ReceivedCommand received, ClusterSnapshot snapshot) {
    return new Release(
        snapshot.nextRelease(),
        old.spec(),
        old.digests(),
        received.id(),
        received.command().meta().requestedBy(),
        received.command().meta().reason(),
        received.issuedAt(),
        old.number(),
        current.number(),
        ReleaseOutcome.OPEN);
  }

  /** The replica count stays: an application in trouble must not shrink. */
  private static DesiredApp resolved(
      Release release, boolean isNew, ClusterSnapshot snapshot, ObservedApp live) {
    return new Resolved(
        release,
        isNew,
        live.isStopped() || live.replicas() == 0
            ? release.spec().replicasIn(snapshot.cluster())
            : live.wholeReplicas(),
        false,
        null,
        null,
        notes(release));
  }

  private static List<String> notes(Release release) {
    List<String> notes = new ArrayList<>();
    notes.add("Goes back to release " + release.rollbackOf() + ", config files too.");
    release.spec().inexact().stream()
        .map(
            inexact ->
                "The release says spec."
                    + inexact.field()
                    + " "
                    + inexact.found()
                    + ", and runs with it cut to whole seconds, as it did before.")
        .forEach(notes::add);
    return notes;
  }

  private static io.berth.events.operation.Violation missing(
      @org.jspecify.annotations.Nullable Long to, ClusterSnapshot snapshot) {
    List<Long> kept = snapshot.releases().all().stream().map(Release::number).toList();
    return to == null
        ? NotFoundViolations.release(
            "toRelease",
            "nothing, which means the release before",
            "an earlier release that did not fail",
            "There is none; kept are " + kept + ". Name one of them, or deploy anew.")
        : NotFoundViolations.release(
            "toRelease", Long.toString(to), "one of " + kept, "Name a release that is kept.");
  }
}
