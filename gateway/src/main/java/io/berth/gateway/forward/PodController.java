/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.events.AppRef;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
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

/** Pods and what they write, as the deploy-svc of their cluster answers it. */
@RestController
final class PodController {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final List<String> PASSED = List.of("container", "tailLines", "previous");

  private final Upstream upstream;
  private final Map<String, URI> services;

  PodController(Upstream upstream, Map<String, URI> services) {
    this.upstream = upstream;
    this.services = services;
  }

  /**
   * The pods of an application in a cluster.
   *
   * @param cluster where
   * @param pods as the cluster's deploy-svc tells them; null where it could not be asked
   * @param error why it could not be asked; null where it could
   */
  record PodsInCluster(String cluster, @Nullable JsonNode pods, @Nullable String error) {}

  /**
   * The pods of an application.
   *
   * @param items by cluster
   */
  record Pods(List<PodsInCluster> items) {}

  @GetMapping("/api/v1/apps/{namespace}/{name}/pods")
  Pods pods(
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String cluster)
      throws InterruptedException {
    AppRef app = new AppRef(namespace, name);
    List<PodsInCluster> items = new ArrayList<>();
    for (String each : cluster == null ? services.keySet() : List.of(cluster)) {
      items.add(pods(each, app));
    }
    return new Pods(items);
  }

  private PodsInCluster pods(String cluster, AppRef app) throws InterruptedException {
    URI address =
        Query.address(service(cluster), "api", "v1", "apps", app.namespace(), app.name(), "pods");
    try {
      Upstream.Answer answer = upstream.ask(address, PATIENCE);
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
    URI address = Query.address(service(cluster), "api", "v1", "pods", namespace, pod, "log");
    upstream.pass(
        "deploy-svc of " + cluster, Query.with(address, request, PASSED), "text/plain", response);
  }

  private URI service(String cluster) {
    URI service = services.get(cluster);
    if (service == null) {
      throw new Refusal(
          Problem.notFound(
              "There is no cluster '" + cluster + "'; there are " + services.keySet() + "."));
    }
    return service;
  }
}
