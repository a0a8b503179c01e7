/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.planning.Draft.Asked;
import io.berth.deploy.planning.Draft.Impossible;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.command.Rollback;
import java.util.List;
import java.util.Optional;

/** Going back: always forward to a new release that repeats an old one. */
final class Rollbacks {

  private Rollbacks() {}

  static Draft draft(
      Rollback rollback, Order order, Situation situation, LiveApp live, Release current) {
    Optional<Release> again = situation.releases().madeBy(order.id());
    if (again.isPresent()) {
      return asked(again.get(), false, situation, live);
    }
    Long to = rollback.toRelease();
    Optional<Release> target =
        to == null ? situation.releases().before(current) : situation.releases().number(to);
    return target
        .<Draft>map(
            release -> asked(repeat(release, current, order, situation), true, situation, live))
        .orElseGet(() -> new Impossible(missing(to, situation)));
  }

  /** The running change is given up for what ran before it. */
  static Draft abort(Order order, Situation situation, LiveApp live, Release current) {
    return situation
        .releases()
        .lastGoodBefore(current)
        .<Draft>map(
            release -> asked(repeat(release, current, order, situation), true, situation, live))
        .orElseGet(
            () ->
                new Impossible(
                    Absent.change(
                        "release " + current.number(),
                        "a roll-out over a release that was good",
                        "There is nothing to go back to; Stop takes the application offline.")));
  }

  private static Release repeat(Release old, Release current, Order order, Situation situation) {
    return new Release(
        situation.releases().next(),
        old.spec(),
        old.digest(),
        order.id(),
        order.command().meta().requestedBy(),
        order.command().meta().reason(),
        order.issuedAt(),
        old.number(),
        current.number(),
        Outcome.OPEN);
  }

  /** The count stays: an application that goes back in trouble must not shrink. */
  private static Draft asked(Release release, boolean isNew, Situation situation, LiveApp live) {
    return new Asked(
        release,
        isNew,
        live.stopped() || live.replicas() == 0
            ? release.spec().replicasIn(situation.cluster())
            : live.wholeReplicas(),
        false,
        null,
        null,
        List.of("Goes back to release " + release.rollbackOf() + ", config files too."));
  }

  private static io.berth.events.operation.Violation missing(
      @org.jspecify.annotations.Nullable Long to, Situation situation) {
    List<Long> kept = situation.releases().all().stream().map(Release::number).toList();
    return to == null
        ? Absent.release(
            "toRelease",
            "nothing, which means the release before",
            "an earlier release that did not fail",
            "There is none; kept are " + kept + ". Name one of them, or deploy anew.")
        : Absent.release(
            "toRelease", Long.toString(to), "one of " + kept, "Name a release that is kept.");
  }
}
