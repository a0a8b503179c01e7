/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.Apps;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.policy.QuotaRoom;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.release.Releases;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Named situations. */
public final class Situations {

  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private Situations() {}

  public static Situation empty() {
    return situation(null, Releases.none(), false);
  }

  public static Situation running(Release... releases) {
    Release current = releases[releases.length - 1];
    return situation(live(current, 3), new Releases(List.of(releases)), false);
  }

  public static Situation situation(
      @Nullable LiveApp live, Releases releases, boolean scalingActive) {
    return new Situation(
        "dc-a", true, Environment.PROD, live, releases, QuotaRoom.UNBOUNDED, scalingActive, true);
  }

  public static Release release(long number, AppSpec spec, Outcome outcome) {
    return new Release(
        number, spec, null, "command-" + number, "ann", null, NOON, null, null, outcome);
  }

  public static Release release(long number, AppSpec spec, String digest) {
    return new Release(
        number, spec, digest, "command-" + number, "ann", null, NOON, null, null, Outcome.GOOD);
  }

  /** One that took another one back. */
  public static Release rollback(long number, Release to, long insteadOf) {
    return new Release(
        number,
        to.spec(),
        to.digest(),
        "command-" + number,
        "ann",
        "wrong prices",
        NOON,
        to.number(),
        insteadOf,
        Outcome.GOOD);
  }

  public static Release release(long number) {
    return release(number, Apps.spec("shop/cart:" + number + ".0.0", 3), Outcome.GOOD);
  }

  public static LiveApp live(Release release, int replicas) {
    return live(release, replicas, null);
  }

  public static LiveApp live(Release release, int replicas, @Nullable Integer stoppedFrom) {
    Origin origin =
        new Origin(
            release.commandId(),
            "deploy",
            "ann",
            NOON,
            NOON.plusSeconds(60),
            "berth.commands-1:" + release.number());
    Deployment deployment =
        (Deployment)
            Manifests.of(
                    new Wanted(
                        "dc-a",
                        Apps.CART,
                        release,
                        replicas,
                        true,
                        false,
                        stoppedFrom,
                        null,
                        true,
                        origin,
                        null,
                        null))
                .getLast();
    deployment.getMetadata().setGeneration(2L);
    return LiveApp.of(deployment).orElseThrow();
  }

  public static Order order(Command command) {
    return new Order(
        "command-new", command, NOON.plusSeconds(10), new Position("berth.commands", 1, 100));
  }
}
