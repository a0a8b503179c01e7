/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.manifest.SpecFieldWriter;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An application as observed from what runs its pods.
 *
 * @param app which
 * @param release the release's number
 * @param replicas {@code spec.replicas}
 * @param paused whether its roll-out is paused, by Berth or by another client
 * @param stoppedFrom the count before a Stop, while it is stopped
 * @param restartedAt the last restart
 * @param stage the progress of a parallel release; null where there is none
 * @param abortReason why the parallel release was aborted, where that happened last
 * @param scaledByScaler whether berth-scaler owns the replica count
 * @param lastCommand the last command applied
 * @param deployment the object that runs its pods, in the form of a Deployment
 */
public record ObservedApp(
    AppRef app,
    long release,
    int replicas,
    boolean paused,
    @Nullable Integer stoppedFrom,
    @Nullable String restartedAt,
    @Nullable RolloutStage stage,
    @Nullable String abortReason,
    boolean scaledByScaler,
    CommandRef lastCommand,
    Deployment deployment) {

  /** Field manager of the controllers' writes; none but the autoscaler sets replicas. */
  private static final String AUTOSCALERS_MANAGER = "kube-controller-manager";

  /**
   * Empty where the Deployment is not an application's own, or its annotations are corrupted. A
   * parallel Deployment names its track.
   */
  public static Optional<ObservedApp> of(Deployment deployment) {
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    if (annotations == null
        || !annotations.containsKey(Annotations.COMMAND_ID)
        || !isOwn(deployment)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(deployment, annotations));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Created for the application whose name it has: a copy under another name belongs to none. */
  private static boolean isOwn(Deployment deployment) {
    return ObjectOwner.of(deployment)
        .filter(whose -> whose.track() == null)
        .filter(whose -> whose.app().name().equals(deployment.getMetadata().getName()))
        .isPresent();
  }

  private static ObservedApp read(Deployment deployment, Map<String, String> annotations) {
    String stoppedFrom = annotations.get(Annotations.STOPPED_FROM);
    return new ObservedApp(
        new AppRef(deployment.getMetadata().getNamespace(), deployment.getMetadata().getName()),
        Long.parseLong(annotations.getOrDefault(Annotations.RELEASE, "")),
        replicas(deployment),
        Boolean.TRUE.equals(deployment.getSpec().getPaused()),
        stoppedFrom == null ? null : Integer.valueOf(stoppedFrom),
        annotations.get(Annotations.RESTARTED_AT),
        RolloutStage.of(deployment.getMetadata().getName(), annotations).orElse(null),
        annotations.get(Annotations.ABORT_REASON),
        ownsReplicas(deployment, Annotations.SCALER),
        new CommandRef(
            annotations.getOrDefault(Annotations.COMMAND_ID, ""),
            annotations.getOrDefault(Annotations.COMMAND_VERB, "deploy"),
            annotations.getOrDefault(Annotations.COMMAND_BY, "unknown"),
            Instant.parse(annotations.getOrDefault(Annotations.COMMAND_TIME, "")),
            Instant.parse(annotations.getOrDefault(Annotations.DEADLINE, "")),
            annotations.getOrDefault(Annotations.POSITION, "")),
        deployment);
  }

  private static int replicas(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas == null ? 1 : replicas;
  }

  /** By the object's {@code managedFields}. */
  private static boolean ownsReplicas(Deployment deployment, String manager) {
    List<ManagedFieldsEntry> entries = deployment.getMetadata().getManagedFields();
    return entries != null
        && entries.stream()
            .filter(entry -> manager.equals(entry.getManager()))
            .anyMatch(entry -> holdsReplicas(entry.getFieldsV1()));
  }

  private static boolean holdsReplicas(@Nullable FieldsV1 fields) {
    return fields != null
        && fields.getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:replicas");
  }

  /** Whether berth-deploy owns the replica count: it resets it where it no longer sends it. */
  public boolean scaledByDeployer() {
    return ownsReplicas(deployment, Annotations.DEPLOYER);
  }

  /** Whether a controller of Kubernetes set the replica count: a HorizontalPodAutoscaler. */
  boolean scaledByAutoscaler() {
    return ownsReplicas(deployment, AUTOSCALERS_MANAGER);
  }

  /** The replica count that Berth set last; null where an earlier version left none. */
  public @Nullable Integer desiredReplicas() {
    String count = deployment.getMetadata().getAnnotations().get(Annotations.REPLICAS);
    return count != null && count.matches("\\d{1,9}") ? Integer.valueOf(count) : null;
  }

  /** Whether berth-scaler set it, whoever changed {@code spec.replicas} since. */
  public boolean desiredReplicasByScaler() {
    List<ManagedFieldsEntry> entries = deployment.getMetadata().getManagedFields();
    return entries != null
        && entries.stream()
            .filter(entry -> Annotations.SCALER.equals(entry.getManager()))
            .anyMatch(entry -> holdsDesiredReplicas(entry.getFieldsV1()));
  }

  private static boolean holdsDesiredReplicas(@Nullable FieldsV1 fields) {
    return fields != null
        && fields.getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> metadata
        && metadata.get("f:annotations") instanceof Map<?, ?> annotations
        && annotations.containsKey("f:" + Annotations.REPLICAS);
  }

  /** The release that serves the requests; during a canary, the previous one. */
  public long servingRelease() {
    return stage != null && stage.isSwitched() ? stage.release() : release;
  }

  /** Whether somebody deleted it, and a finalizer still holds its Deployment. */
  public boolean isTerminating() {
    return deployment.getMetadata().getDeletionTimestamp() != null;
  }

  /** What runs its pods. */
  public WorkloadKind kind() {
    return WorkloadKind.of(deployment);
  }

  /** Whether Berth paused it, rather than another client. */
  public boolean isPausedByBerth() {
    return paused && SpecFieldWriter.foreign(deployment, "paused").isEmpty();
  }

  public boolean isStopped() {
    return stoppedFrom != null;
  }

  /** The count it runs with, or would again after a Stop. */
  int runningReplicas() {
    return stoppedFrom == null ? wholeReplicas() : stoppedFrom;
  }

  /** Including the parallel release. */
  int wholeReplicas() {
    return stage == null || scaledByScaler ? replicas : stage.total();
  }

  /**
   * The progress of a parallel release, as observed from the live object.
   *
   * @param track canary or preview
   * @param name of its Deployment
   * @param release its number
   * @param total replicas of both together, as requested
   * @param step counted from 0
   * @param since when the step's bake time began; null until its pods are ready
   * @param promotedBy the last Promote that was applied
   */
  public record RolloutStage(
      Track track,
      String name,
      long release,
      int total,
      int step,
      @Nullable Instant since,
      @Nullable String promotedBy) {

    /**
     * Whether the Service selects the parallel release, while the application's own pods are kept.
     */
    public boolean isSwitched() {
      return track == Track.PREVIEW && step > 0;
    }

    /** Whether the kept pods are being replaced, after {@link #isSwitched}. */
    public boolean isEnding() {
      return track == Track.PREVIEW && step > 1;
    }

    /**
     * Empty where there is no parallel release.
     *
     * @param app the application's name
     * @param annotations of its own Deployment
     */
    static Optional<RolloutStage> of(String app, Map<String, String> annotations) {
      String word = annotations.get(Annotations.TRACK);
      if (word == null) {
        return Optional.empty();
      }
      Track track = Track.valueOf(word.toUpperCase(Locale.ROOT));
      String since = annotations.get(Annotations.STEP_SINCE);
      return Optional.of(
          new RolloutStage(
              track,
              annotations.getOrDefault(Annotations.PARALLEL_NAME, track.legacyNameFor(app)),
              Long.parseLong(annotations.getOrDefault(Annotations.PARALLEL_RELEASE, "")),
              Integer.parseInt(annotations.getOrDefault(Annotations.TOTAL, "")),
              Integer.parseInt(annotations.getOrDefault(Annotations.STEP, "")),
              since == null ? null : Instant.parse(since),
              annotations.get(Annotations.PROMOTED_BY)));
    }
  }
}
