/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import io.berth.events.ClusterAppRef;
import io.berth.events.Event;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Tier;
import io.berth.events.command.Workload.Kind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application in a cluster. A null record (tombstone) means that it is deleted.
 *
 * @param app where and which
 * @param release the current release's number, at least 1
 * @param image as deployed
 * @param digest the image's digest, where it is known
 * @param tier its tier
 * @param environment of its namespace
 * @param replicas the counts
 * @param readyByRelease whose the ready pods are, the oldest release first: after a failed roll-out
 *     those of the release before serve on
 * @param scaledBy who owns the replica count: {@code berth-deploy} or {@code berth-scaler}
 * @param phase in one word
 * @param conditions those of the Deployment; a StatefulSet has none
 * @param lastCommandId the last command applied here
 * @param lastCommandVerb that command in one word
 * @param lastCommandBy its principal
 * @param simulated whether the cluster is a simulated one
 * @param observedAt when this was seen
 * @param kind what runs its pods; a Deployment if left out
 */
public record AppState(
    ClusterAppRef app,
    long release,
    String image,
    @Nullable String digest,
    Tier tier,
    Environment environment,
    Progress replicas,
    List<ReadyPods> readyByRelease,
    String scaledBy,
    Phase phase,
    List<Condition> conditions,
    @Nullable String lastCommandId,
    @Nullable String lastCommandVerb,
    @Nullable String lastCommandBy,
    boolean simulated,
    Instant observedAt,
    @Nullable Kind kind)
    implements Event {

  /** An application's state in one word. */
  public enum Phase {
    ROLLING_OUT,
    RUNNING,
    DEGRADED,
    DOWN,
    STOPPED,
    PAUSED
  }

  /**
   * A condition of the Deployment.
   *
   * @param type such as {@code Available}
   * @param status {@code True}, {@code False} or {@code Unknown}
   * @param reason a word
   * @param message for people
   */
  public record Condition(
      String type, String status, @Nullable String reason, @Nullable String message) {
    public Condition {
      Check.that().text("type", type, 200).text("status", status, 20).orThrow();
    }
  }

  /**
   * The ready pods of one release.
   *
   * @param release its number, at least 1
   * @param ready how many, at least 1
   */
  public record ReadyPods(long release, int ready) {
    public ReadyPods {
      Check.that().atLeast("release", release, 1).atLeast("ready", ready, 1).orThrow();
    }
  }

  public AppState {
    Check.that()
        .present("app", app)
        .text("image", image, 1000)
        .atLeast("release", release, 0)
        .present("tier", tier)
        .present("environment", environment)
        .present("replicas", replicas)
        .present("scaledBy", scaledBy)
        .present("phase", phase)
        .present("observedAt", observedAt)
        .orThrow();
    kind = kind == Kind.DEPLOYMENT ? null : kind; // said or not, it is the same
    readyByRelease = Check.listOrEmpty(readyByRelease);
    conditions = Check.listOrEmpty(conditions);
  }

  @Override
  public String key() {
    return app.toString();
  }
}
