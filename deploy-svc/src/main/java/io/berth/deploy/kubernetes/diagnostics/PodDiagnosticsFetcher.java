/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Diagnostician.UnexplainedPod;
import io.berth.deploy.diagnosis.Diagnostician.UsefulLog;
import io.berth.events.AppRef;
import io.berth.redaction.LogTail;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStateWaitingFluent;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionFluent;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusFluent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches events and last log lines of failing pods. Fetched, not watched: Events carry no labels,
 * so a watch would deliver those of the whole cluster, and only failing roll-outs need them.
 * Between two requests the previous result is used.
 */
public final class PodDiagnosticsFetcher {

  private static final int MAX_APPS = 1000;

  private static final int LAST_LINES = 20;

  /** What a node returns in place of a log when it has just removed the container. */
  private static final String NO_LOG_MESSAGE = "unable to retrieve container logs for ";

  private final KubernetesClient client;
  private final PodEvents events;
  private final ApiRateLimiter<AppRef> limiter;
  private final ApiRateLimiter<Run> runLimiter;
  private final ApiRateLimiter<AppRef> heldLimiter;
  private final LongSupplier nanos;
  private final Map<AppRef, Fetched> fetched = recentlyUsed();

  /** When a pod was first seen in a state that only an Event explains, by its uid. */
  private final Map<String, Long> firstSeen = recentlyUsed();

  /**
   * @param events about the pods
   * @param explained the pods' runs when the Events were read
   * @param logs by the pod's name
   */
  private record Fetched(List<Event> events, Set<Run> explained, Map<String, RunLog> logs) {
    static final Fetched NOTHING = new Fetched(List.of(), Set.of(), Map.of());

    Map<String, String> lines() {
      Map<String, String> lines = new HashMap<>();
      logs.forEach((pod, log) -> lines.put(pod, log.lines()));
      return lines;
    }
  }

  private record RunLog(Run run, String lines) {}

  public PodDiagnosticsFetcher(KubernetesClient client) {
    this(client, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  PodDiagnosticsFetcher(KubernetesClient client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
    this.limiter = new ApiRateLimiter<>(nanos);
    this.runLimiter = new ApiRateLimiter<>(nanos);
    this.heldLimiter = new ApiRateLimiter<>(nanos, Duration.ofSeconds(20), Duration.ofMillis(500));
    this.events = new PodEvents(client);
  }

  /** A map of which the least recently used entries are evicted. */
  private static <K, V> Map<K, V> recentlyUsed() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_APPS;
          }
        });
  }

  public DiagnosisInput fetch(AppRef app, DiagnosisInput bare) {
    Fetched known = fetched.getOrDefault(app, Fetched.NOTHING);
    if (limiter.tryAcquire(app) || unread(bare, known).anyMatch(runLimiter::tryAcquire)) {
      known = withEvents(app, bare, known);
      fetched.put(app, known);
    } else if (lacksLogOfARun(bare, known)) {
      known = new Fetched(known.events(), known.explained(), logs(bare, known));
      fetched.put(app, known);
    }
    boolean pending =
        unexplained(bare, known).anyMatch(this::mayBeExplainedLater)
            || unread(bare, known).findAny().isPresent();
    return explained(bare, known, pending);
  }

  private static DiagnosisInput explained(DiagnosisInput bare, Fetched known, boolean pending) {
    List<Pod> pods = bare.pods().stream().map(PodDiagnosticsFetcher::redacted).toList();
    return new DiagnosisInput(bare.deployment(), pods, known.events(), known.lines(), pending);
  }

  /** The same for pods that something holds before their containers: seldom, they may be many. */
  public DiagnosisInput fetchOfHeld(AppRef app, DiagnosisInput bare) {
    Fetched known = fetched.getOrDefault(app, Fetched.NOTHING);
    if (heldLimiter.tryAcquire(app)) {
      known = withEvents(app, bare, known);
      fetched.put(app, known);
    }
    return explained(bare, known, false);
  }

  /** The unexplained runs whose Events were not read since. */
  private static Stream<Run> unread(DiagnosisInput bare, Fetched known) {
    return unexplained(bare, known)
        .map(pod -> Run.of(pod.pod()))
        .filter(run -> !known.explained().contains(run));
  }

  /** By its first end: a pod that goes on to fail has the same cause, most likely. */
  private boolean mayBeExplainedLater(UnexplainedPod pod) {
    String uid = String.valueOf(pod.pod().getMetadata().getUid());
    long now = nanos.getAsLong();
    return now - firstSeen.computeIfAbsent(uid, _ -> now) < pod.eventDelay().toNanos();
  }

  /** The previous Events explain no more runs where the API server does not answer. */
  private Fetched withEvents(AppRef app, DiagnosisInput bare, Fetched known) {
    Optional<List<Event>> read = events.of(app.namespace(), bare);
    read.stream()
        .flatMap(List::stream)
        .forEach(event -> event.setMessage(redact(event.getMessage())));
    return new Fetched(
        read.orElse(known.events()),
        read.isPresent() ? runs(bare) : known.explained(),
        logs(bare, known));
  }

  /**
   * The pod with redacted status messages. A diagnosis truncates what it quotes, and redaction
   * after truncation would miss secrets. Returns the same pod where there is nothing to redact, as
   * nearly always.
   */
  private static Pod redacted(Pod pod) {
    if (messages(pod).allMatch(it -> ClusterMessages.redact(it).equals(it))) {
      return pod;
    }
    return new PodBuilder(pod)
        .accept(PodStatusFluent.class, it -> it.withMessage(redact(it.getMessage())))
        .accept(PodConditionFluent.class, it -> it.withMessage(redact(it.getMessage())))
        .accept(ContainerStateWaitingFluent.class, it -> it.withMessage(redact(it.getMessage())))
        .build();
  }

  /** The messages that a diagnosis may quote. */
  private static Stream<String> messages(Pod pod) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    return Stream.of(
            Stream.of(Objects.requireNonNullElse(status.getMessage(), "")),
            status.getConditions().stream().map(PodCondition::getMessage),
            Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream())
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .map(ContainerStateWaiting::getMessage))
        .flatMap(Function.identity())
        .filter(Objects::nonNull);
  }

  private static @Nullable String redact(@Nullable String message) {
    return ClusterMessages.redactIfPresent(message);
  }

  /**
   * What only an Event explains, and none that was read does. The verdict may come before the
   * application's next request.
   */
  private static Stream<UnexplainedPod> unexplained(DiagnosisInput bare, Fetched known) {
    return Diagnostician.unexplainedPods(
        new DiagnosisInput(bare.deployment(), bare.pods(), known.events(), Map.of()))
        .stream();
  }

  private static Set<Run> runs(DiagnosisInput bare) {
    return bare.pods().stream().map(Run::of).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a container has started or ended since its log was read: the verdict may come before
   * the application's next request, and would quote a log that ends before the error.
   */
  private boolean lacksLogOfARun(DiagnosisInput bare, Fetched known) {
    return Diagnostician.usefulLogs(bare).stream()
        .map(UsefulLog::pod)
        .anyMatch(
            pod -> {
              RunLog log = known.logs().get(pod.getMetadata().getName());
              Run run = Run.of(pod);
              return (log == null || !log.run().equals(run)) && runLimiter.tryAcquire(run);
            });
  }

  /** Previous log lines stay where there are no newer ones: nodes remove ended containers. */
  private Map<String, RunLog> logs(DiagnosisInput bare, Fetched known) {
    Map<String, RunLog> logs = new HashMap<>();
    for (UsefulLog useful : Diagnostician.usefulLogs(bare)) {
      String name = useful.pod().getMetadata().getName();
      Run run = Run.of(useful.pod());
      String lines = lastLines(useful, run);
      RunLog before = known.logs().get(name);
      logs.put(name, new RunLog(run, lines.isBlank() && before != null ? before.lines() : lines));
    }
    return logs;
  }

  /**
   * The log of the ended container where there is one, else of the running one. Between the two
   * requests a container may be started again: its new log does not say why the former run ended,
   * so that is asked for once more.
   */
  private String lastLines(UsefulLog useful, Run run) {
    Pod pod = useful.pod();
    PodResource ofPod =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName());
    ContainerResource resource =
        useful.container() == null ? ofPod : ofPod.inContainer(useful.container());
    int read = LogTail.linesToRead(LAST_LINES);
    Supplier<String> ended = () -> lines(() -> resource.terminated().tailingLines(read).getLog());
    String lines = ended.get();
    if (!lines.isBlank()) {
      return lines;
    }
    String current = lines(() -> resource.tailingLines(read).getLog());
    lines = run.hasEndedRun() ? ended.get() : "";
    return lines.isBlank() ? current : lines;
  }

  private static String lines(Supplier<String> log) {
    try {
      String lines = LogTail.last(LAST_LINES, ClusterMessages.redact(log.get()));
      return lines.startsWith(NO_LOG_MESSAGE) ? "" : lines;
    } catch (KubernetesClientException e) {
      return "";
    }
  }
}
