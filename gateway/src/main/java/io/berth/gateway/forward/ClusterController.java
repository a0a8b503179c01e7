/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.events.alert.AlertTransition;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.AppState;
import io.berth.gateway.view.FiringAlerts;
import io.berth.gateway.view.MaterializedView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The clusters and the health of their deploy-svc. */
@RestController
final class ClusterController {

  private static final Duration TIMEOUT = Duration.ofMillis(1500);
  private static final String SIMULATED = "/components/kubernetes/details/simulated";

  private final Upstream upstream;
  private final Collection<String> clusters;
  private final Map<String, URI> services;
  private final MaterializedView view;

  ClusterController(
      Upstream upstream,
      Collection<String> clusters,
      Map<String, URI> services,
      MaterializedView view) {
    this.upstream = upstream;
    this.clusters = clusters;
    this.services = services;
    this.view = view;
  }

  /**
   * A cluster.
   *
   * @param name the cluster's name
   * @param reachable whether its deploy-svc answers and is healthy
   * @param problem why it is not; null if it is
   * @param simulated whether it is simulated; null if that is not known yet
   * @param apps the number of applications
   * @param replicasWanted the desired replicas of all applications
   * @param replicasReady the ready replicas of all applications
   * @param alertsFiring the number of alerts that are firing
   * @param alerts the firing alerts on its nodes and the cluster itself
   */
  record ClusterSummary(
      String name,
      boolean reachable,
      @Nullable String problem,
      @Nullable Boolean simulated,
      int apps,
      int replicasWanted,
      int replicasReady,
      long alertsFiring,
      List<AlertTransition> alerts) {}

  /**
   * Every cluster.
   *
   * @param items in the order of the configuration
   */
  record ClusterList(List<ClusterSummary> items) {}

  private record ServiceHealth(
      boolean isHealthy, @Nullable String problem, @Nullable Boolean simulated) {}

  @GetMapping("/api/v1/clusters")
  ClusterList all() throws InterruptedException {
    List<ClusterSummary> items = new ArrayList<>();
    for (String name : clusters) {
      items.add(cluster(name, health(services.get(name))));
    }
    return new ClusterList(items);
  }

  private ClusterSummary cluster(String name, ServiceHealth health) {
    List<AppState> states =
        view.states().stream().filter(state -> name.equals(state.app().cluster())).toList();
    return new ClusterSummary(
        name,
        health.isHealthy(),
        health.problem(),
        simulated(health, states),
        states.size(),
        states.stream().mapToInt(state -> state.replicas().wanted()).sum(),
        states.stream().mapToInt(state -> state.replicas().ready()).sum(),
        view.alerts().stream()
            .filter(FiringAlerts::isFiring)
            .filter(alert -> name.equals(alert.labels().get("cluster")))
            .count(),
        FiringAlerts.firingOnCluster(name, view.alerts()));
  }

  /** As the service says; while it does not answer, as its applications' states say. */
  private static @Nullable Boolean simulated(ServiceHealth health, List<AppState> states) {
    return Optional.ofNullable(health.simulated())
        .or(() -> states.stream().map(AppState::simulated).findFirst())
        .orElse(null);
  }

  private ServiceHealth health(@Nullable URI service) throws InterruptedException {
    if (service == null) {
      return new ServiceHealth(
          false, "no address is configured for its deploy-svc (BERTH_DEPLOY_URLS)", null);
    }
    try {
      Upstream.UpstreamResponse answer =
          upstream.get(UpstreamUri.address(service, "actuator", "health"), TIMEOUT);
      JsonNode health = EventJson.mapper().readTree(answer.body());
      JsonNode told = health.at(SIMULATED);
      Boolean simulated = told.isBoolean() ? Boolean.valueOf(told.booleanValue()) : null;
      return answer.status() == 200
          ? new ServiceHealth(true, null, simulated)
          : new ServiceHealth(false, "its deploy-svc is not well: " + reasons(health), simulated);
    } catch (IOException | JacksonException e) {
      return new ServiceHealth(
          false, "its deploy-svc does not answer (" + e.getClass().getSimpleName() + ")", null);
    }
  }

  /** The reasons in the components of a health response. */
  private static String reasons(JsonNode health) {
    return health.path("components").values().stream()
        .map(component -> component.path("details").path("reason").asString(""))
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.joining("; "));
  }
}
