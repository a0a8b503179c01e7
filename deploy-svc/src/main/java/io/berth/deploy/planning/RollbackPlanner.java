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
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans rollbacks: always a new release that repeats an old one. */
final class RollbackPlanner {

  private final ReceivedCommand received;
  private final ClusterSnapshot snapshot;
  private final ObservedApp live;
  private final Release current;
  private final @Nullable String registryPrefix;

  RollbackPlanner(
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      ObservedApp live,
      Release current,
      @Nullable String registryPrefix) {
    this.received = received;
    this.snapshot = snapshot;
    this.live = live;
    this.current = current;
    this.registryPrefix = registryPrefix;
  }

  DesiredApp plan(Rollback rollback) {
    Optional<Release> again = snapshot.releases().createdBy(received.id());
    if (again.isPresent()) {
      return resolved(again.get(), false);
    }
    Long to = rollback.toRelease();
    Optional<Release> target =
        to == null ? snapshot.releases().previous(current) : snapshot.releases().number(to);
    return target
        .<DesiredApp>map(release -> resolved(repeat(release), true))
        .orElseGet(() -> new Unresolvable(missing(to)));
  }

  /** Replaces the roll-out in progress by the previous good release. */
  DesiredApp abort() {
    Optional<Release> again = snapshot.releases().createdBy(received.id());
    if (again.isPresent()) {
      return resolved(again.get(), false);
    }
    return snapshot
        .releases()
        .lastGoodBefore(current)
        .<DesiredApp>map(release -> resolved(repeat(release), true))
        .orElseGet(
            () ->
                new Unresolvable(
                    NotFoundViolations.change(
                        "release " + current.number(),
                        "a roll-out over a release that was good",
                        "There is nothing to go back to; Stop takes the application offline.")));
  }

  private Release repeat(Release old) {
    return new Release(
        snapshot.nextRelease(),
        old.spec(),
        old.images().from(registryPrefix),
        received.id(),
        received.command().meta().requestedBy(),
        received.command().meta().reason(),
        received.issuedAt(),
        old.number(),
        current.number(),
        ReleaseOutcome.OPEN);
  }

  /** The replica count stays: an application in trouble must not shrink. */
  private DesiredApp resolved(Release release, boolean isNew) {
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

  private Violation missing(@Nullable Long to) {
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
