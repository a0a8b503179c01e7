/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import io.berth.deploy.diagnosis.EventTimes;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.command.Workload;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a StatefulSet's controller creates no pod. A Deployment says so in its condition
 * {@code ReplicaFailure}; of a StatefulSet only Events do, so their message becomes this condition.
 */
public final class CreationFailures {

  private static final String FAILED_CREATE = "FailedCreate";

  /** What the controller writes before the API server's answer. */
  private static final String BEFORE_ANSWER = "failed error: ";

  private final KubernetesClient client;
  private final ApiRateLimiter<AppRef> limiter;
  private final Map<AppRef, Event> last = new ConcurrentHashMap<>();

  public CreationFailures(KubernetesClient client) {
    this(client, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  CreationFailures(KubernetesClient client, LongSupplier nanos) {
    this.client = client;
    this.limiter = new ApiRateLimiter<>(nanos);
  }

  /**
   * The workload with the condition, where its controller fails to create a pod of the current
   * spec.
   *
   * @param pods with the application's labels
   */
  public Deployment explain(AppRef app, Deployment workload, List<Pod> pods) {
    if (!lacksPods(workload, pods)) {
      last.remove(app);
      return workload;
    }
    if (limiter.tryAcquire(app)) {
      newest(workload).ifPresent(event -> last.put(app, event));
    }
    return Optional.ofNullable(last.get(app))
        .filter(event -> isAbout(workload, event))
        .map(event -> withCondition(workload, event))
        .orElse(workload);
  }

  /** Fewer than it should have, and none that the controller waits for. */
  private static boolean lacksPods(Deployment workload, List<Pod> pods) {
    WorkloadKind kind = WorkloadKind.of(workload);
    if (kind.kind() != Workload.Kind.STATEFUL) {
      return false;
    }
    List<Pod> own = pods.stream().filter(pod -> kind.created(workload, pod)).toList();
    return own.size() < Objects.requireNonNullElse(workload.getSpec().getReplicas(), 1)
        && own.stream().allMatch(Readiness::isPodReady);
  }

  private Optional<Event> newest(Deployment workload) {
    try {
      return client
          .v1()
          .events()
          .inNamespace(workload.getMetadata().getNamespace())
          .withField("involvedObject.name", workload.getMetadata().getName())
          .list(new ListOptionsBuilder().withLimit((long) PodEvents.PAGE).build())
          .getItems()
          .stream()
          .filter(event -> FAILED_CREATE.equals(event.getReason()))
          .max(Comparator.comparing(event -> EventTimes.lastSeen(event).orElse(Instant.MIN)));
    } catch (KubernetesClientException e) {
      return Optional.empty(); // the next reconciliation asks again
    }
  }

  /** Of this very object, and since it was written last. */
  private static boolean isAbout(Deployment workload, Event event) {
    return Objects.equals(workload.getMetadata().getUid(), event.getInvolvedObject().getUid())
        && EventTimes.lastSeen(event).filter(seen -> !seen.isBefore(written(workload))).isPresent();
  }

  private static Deployment withCondition(Deployment workload, Event event) {
    Instant first = EventTimes.firstSeen(event).orElse(Instant.EPOCH);
    Instant written = written(workload);
    return new DeploymentBuilder(workload)
        .editOrNewStatus()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus("True")
        .withReason(FAILED_CREATE)
        .withMessage(answer(ClusterMessages.redactIfPresent(event.getMessage())))
        .withLastTransitionTime((first.isBefore(written) ? written : first).toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private static String answer(@Nullable String message) {
    String text = message == null ? "" : message;
    int before = text.indexOf(BEFORE_ANSWER);
    return before < 0 ? text : text.substring(before + BEFORE_ANSWER.length());
  }

  /** When Berth wrote the object last, by the API server's clock. */
  private static Instant written(Deployment workload) {
    List<ManagedFieldsEntry> entries = workload.getMetadata().getManagedFields();
    return entries == null
        ? Instant.EPOCH
        : entries.stream()
            .filter(entry -> Annotations.DEPLOYER.equals(entry.getManager()))
            .map(entry -> time(entry.getTime()))
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
