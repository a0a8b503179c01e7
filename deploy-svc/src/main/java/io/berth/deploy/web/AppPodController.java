/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.web;

import io.berth.events.Check;
import io.berth.redaction.LogTail;
import io.berth.redaction.Redactor;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application's pods and their logs, for the gateway only. Serves only pods that Berth created.
 */
@RestController
public final class AppPodController {

  private static final int MAX_LINES = 5000;

  private final KubernetesClient client;

  public AppPodController(KubernetesClient client) {
    this.client = client;
  }

  @GetMapping("/api/v1/apps/{namespace}/{app}/pods")
  List<PodView> pods(@PathVariable String namespace, @PathVariable String app) {
    return client
        .pods()
        .inNamespace(KubernetesNames.label("namespace", namespace))
        .withLabels(KubernetesNames.podsOf(app))
        .list()
        .getItems()
        .stream()
        .map(PodView::of)
        .toList();
  }

  /**
   * The last lines of a container, redacted as logs are.
   *
   * @param tailLines 1 to 5000
   */
  @GetMapping(value = "/api/v1/pods/{namespace}/{pod}/log", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> log(
      @PathVariable String namespace,
      @PathVariable String pod,
      @RequestParam(required = false) @Nullable String container,
      @RequestParam(defaultValue = "false") boolean previous,
      @RequestParam(defaultValue = "200") int tailLines) {
    Check.that().between("tailLines", tailLines, 1, MAX_LINES).orThrow();
    Pod found =
        client
            .pods()
            .inNamespace(KubernetesNames.label("namespace", namespace))
            .withName(KubernetesNames.subdomain("pod", pod))
            .get();
    if (!KubernetesNames.isManaged(found)) {
      return ResponseEntity.notFound().build();
    }
    var resource = client.pods().resource(found);
    ContainerResource of =
        resource.inContainer(
            container == null
                ? found.getSpec().getContainers().getFirst().getName()
                : KubernetesNames.label("container", container));
    int lines = LogTail.linesToRead(tailLines);
    String text =
        previous ? of.terminated().tailingLines(lines).getLog() : of.tailingLines(lines).getLog();
    return ResponseEntity.ok(text == null ? "" : LogTail.last(tailLines, Redactor.redact(text)));
  }

  @ExceptionHandler(KubernetesClientException.class)
  ProblemDetail onApiError(KubernetesClientException e) {
    boolean known = e.getCode() >= 400 && e.getCode() < 500;
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            known ? HttpStatus.valueOf(e.getCode()) : HttpStatus.BAD_GATEWAY,
            e.getStatus() == null
                ? "The cluster's API server does not answer; try again later."
                : ClusterMessages.redact(e.getStatus().getMessage()));
    problem.setTitle(known ? "The cluster refuses it" : "The cluster is away");
    return problem;
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail onInvalidArgument(IllegalArgumentException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  /** A pod, in the fields that users ask for. */
  record PodView(
      String name,
      String uid,
      @Nullable String node,
      @Nullable String ip,
      @Nullable String phase,
      boolean ready,
      int restarts,
      @Nullable String release,
      @Nullable String image,
      @Nullable String startedAt,
      @Nullable String waitingFor,
      List<String> containers) {

    static PodView of(Pod pod) {
      var status = pod.getStatus();
      var container =
          status == null || status.getContainerStatuses().isEmpty()
              ? null
              : status.getContainerStatuses().getFirst();
      var waiting =
          container == null || container.getState() == null
              ? null
              : container.getState().getWaiting();
      Map<String, String> labels = pod.getMetadata().getLabels();
      return new PodView(
          pod.getMetadata().getName(),
          String.valueOf(pod.getMetadata().getUid()),
          pod.getSpec().getNodeName(),
          status == null ? null : status.getPodIP(),
          status == null ? null : status.getPhase(),
          container != null && Boolean.TRUE.equals(container.getReady()),
          container == null || container.getRestartCount() == null
              ? 0
              : container.getRestartCount(),
          labels == null ? null : labels.get("app.kubernetes.io/version"),
          pod.getSpec().getContainers().getFirst().getImage(),
          status == null ? null : status.getStartTime(),
          waiting == null ? null : Redactor.redactIfPresent(waiting.getReason()),
          pod.getSpec().getContainers().stream().map(c -> c.getName()).toList());
    }
  }
}
