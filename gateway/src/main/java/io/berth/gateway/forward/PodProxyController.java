/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.events.AppRef;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Forwards requests for pods and their logs to the deploy-svc of their cluster. */
@RestController
final class PodProxyController {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final List<String> FORWARDED_PARAMETERS =
      List.of("container", "tailLines", "previous");

  private final Upstream upstream;
  private final Map<String, URI> services;

  PodProxyController(Upstream upstream, Map<String, URI> services) {
    this.upstream = upstream;
    this.services = services;
  }

  /**
   * The pods of an application in a cluster.
   *
   * @param cluster the cluster
   * @param pods as the cluster's deploy-svc reports them; null if it does not answer
   * @param error why there are none; null if there are
   */
  record PodsInCluster(String cluster, @Nullable JsonNode pods, @Nullable String error) {}

  /**
   * The pods of an application.
   *
   * @param items by cluster
   */
  record PodList(List<PodsInCluster> items) {}

  @GetMapping("/api/v1/apps/{namespace}/{name}/pods")
  PodList pods(
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String cluster)
      throws InterruptedException {
    AppRef app = new AppRef(namespace, name);
    List<PodsInCluster> items = new ArrayList<>();
    for (String each : cluster == null ? services.keySet() : List.of(cluster)) {
      items.add(pods(each, app));
    }
    return new PodList(items);
  }

  private PodsInCluster pods(String cluster, AppRef app) throws InterruptedException {
    URI address =
        UpstreamUri.address(
            service(cluster), "api", "v1", "apps", app.namespace(), app.name(), "pods");
    try {
      Upstream.UpstreamResponse answer = upstream.get(address, TIMEOUT);
      return answer.status() == 200
          ? new PodsInCluster(cluster, EventJson.mapper().readTree(answer.body()), null)
          : new PodsInCluster(cluster, null, "deploy-svc answered with " + answer.status());
    } catch (IOException | JacksonException e) {
      return new PodsInCluster(
          cluster, null, "deploy-svc does not answer (" + e.getClass().getSimpleName() + ")");
    }
  }

  @GetMapping("/api/v1/clusters/{cluster}/pods/{namespace}/{pod}/log")
  void log(
      @PathVariable String cluster,
      @PathVariable String namespace,
      @PathVariable String pod,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    URI address = UpstreamUri.address(service(cluster), "api", "v1", "pods", namespace, pod, "log");
    upstream.forward(
        "deploy-svc of " + cluster,
        UpstreamUri.with(address, request, FORWARDED_PARAMETERS),
        "text/plain",
        request,
        response);
  }

  private URI service(String cluster) {
    URI service = services.get(cluster);
    if (service == null) {
      throw new ProblemException(
          Problem.notFound(
              "There is no cluster '" + cluster + "'; there are " + services.keySet() + "."));
    }
    return service;
  }
}
