/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An application as its Deployment tells it.
 *
 * @param app which
 * @param release the release's number
 * @param replicas {@code spec.replicas}
 * @param paused whether its roll-out stands still
 * @param stoppedFrom the count before a Stop, while it is stopped
 * @param restartedAt the last restart
 * @param stage how far a release beside it has come; null where none is
 * @param takenBack why the release beside it was taken away, where that was the last that happened
 * @param scaledByScaler whether berth-scaler owns the replica count
 * @param origin the last command applied
 * @param deployment as it is
 */
public record LiveApp(
    AppRef app,
    long release,
    int replicas,
    boolean paused,
    @Nullable Integer stoppedFrom,
    @Nullable String restartedAt,
    @Nullable Stage stage,
    @Nullable String takenBack,
    boolean scaledByScaler,
    Origin origin,
    Deployment deployment) {

  /**
   * Empty where the Deployment is no application's own, or its marks were spoilt by somebody. One
   * that runs beside an application's own says on its label what it is for.
   */
  public static Optional<LiveApp> of(Deployment deployment) {
    Map<String, String> marks = deployment.getMetadata().getAnnotations();
    if (marks == null || !marks.containsKey(Marks.COMMAND_ID) || beside(deployment)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(deployment, marks));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean beside(Deployment deployment) {
    Map<String, String> labels = deployment.getMetadata().getLabels();
    return labels != null && labels.containsKey(Marks.TRACK);
  }

  private static LiveApp read(Deployment deployment, Map<String, String> marks) {
    String stoppedFrom = marks.get(Marks.STOPPED_FROM);
    return new LiveApp(
        new AppRef(deployment.getMetadata().getNamespace(), deployment.getMetadata().getName()),
        Long.parseLong(marks.getOrDefault(Marks.RELEASE, "")),
        replicas(deployment),
        Boolean.TRUE.equals(deployment.getSpec().getPaused()),
        stoppedFrom == null ? null : Integer.valueOf(stoppedFrom),
        marks.get(Marks.RESTARTED_AT),
        Stage.of(marks).orElse(null),
        marks.get(Marks.TAKEN_BACK),
        FieldOwners.owns(deployment, Marks.SCALER, "replicas"),
        new Origin(
            marks.getOrDefault(Marks.COMMAND_ID, ""),
            marks.getOrDefault(Marks.COMMAND_VERB, "deploy"),
            marks.getOrDefault(Marks.COMMAND_BY, "unknown"),
            Instant.parse(marks.getOrDefault(Marks.COMMAND_TIME, "")),
            Instant.parse(marks.getOrDefault(Marks.DEADLINE, "")),
            marks.getOrDefault(Marks.POSITION, "")),
        deployment);
  }

  private static int replicas(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas == null ? 1 : replicas;
  }

  /** The release that has the requests; of a canary's two the one that was there before. */
  public long serving() {
    return stage != null && stage.switched() ? stage.release() : release;
  }

  public boolean stopped() {
    return stoppedFrom != null;
  }

  /** The count it runs with, or would again after a Stop. */
  int runningReplicas() {
    return stoppedFrom == null ? wholeReplicas() : stoppedFrom;
  }

  /** With what runs beside it. */
  int wholeReplicas() {
    return stage == null || scaledByScaler ? replicas : stage.total();
  }
}
