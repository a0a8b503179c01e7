/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.events.kafka.EventJson;
import io.berth.events.operation.AppState;
import io.berth.gateway.board.Alerts;
import io.berth.gateway.board.Board;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The clusters, and whether their deploy-svc answers. */
@RestController
final class ClusterController {

  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final String SIMULATED = "/components/kubernetes/details/simulated";

  private final Upstream upstream;
  private final Collection<String> clusters;
  private final Map<String, URI> services;
  private final Board board;

  ClusterController(
      Upstream upstream, Collection<String> clusters, Map<String, URI> services, Board board) {
    this.upstream = upstream;
    this.clusters = clusters;
    this.services = services;
    this.board = board;
  }

  /**
   * A cluster.
   *
   * @param name its name
   * @param reachable whether its deploy-svc answers and says that it is well
   * @param problem why not; null where it is
   * @param simulated whether it is a simulated one; null where nobody has said so yet
   * @param apps how many applications run there
   * @param replicasWanted of all of them
   * @param replicasReady of all of them
   * @param alertsFiring about it
   */
  record Cluster(
      String name,
      boolean reachable,
      @Nullable String problem,
      @Nullable Boolean simulated,
      int apps,
      int replicasWanted,
      int replicasReady,
      long alertsFiring) {}

  /**
   * Every cluster.
   *
   * @param items in the order of the configuration
   */
  record Clusters(List<Cluster> items) {}

  private record Health(boolean well, @Nullable String problem, boolean saysSimulated) {}

  @GetMapping("/api/v1/clusters")
  Clusters all() throws InterruptedException {
    List<Cluster> items = new ArrayList<>();
    for (String name : clusters) {
      items.add(cluster(name, ask(services.get(name))));
    }
    return new Clusters(items);
  }

  private Cluster cluster(String name, Health health) {
    List<AppState> there =
        board.states().stream().filter(state -> name.equals(state.app().cluster())).toList();
    boolean simulated = health.saysSimulated() || there.stream().anyMatch(AppState::simulated);
    return new Cluster(
        name,
        health.well(),
        health.problem(),
        simulated || !there.isEmpty() ? Boolean.valueOf(simulated) : null,
        there.size(),
        there.stream().mapToInt(state -> state.replicas().wanted()).sum(),
        there.stream().mapToInt(state -> state.replicas().ready()).sum(),
        board.alerts().stream()
            .filter(Alerts::isFiring)
            .filter(alert -> name.equals(alert.labels().get("cluster")))
            .count());
  }

  private Health ask(@Nullable URI service) throws InterruptedException {
    if (service == null) {
      return new Health(
          false, "no address is configured for its deploy-svc (BERTH_DEPLOY_URLS)", false);
    }
    try {
      Upstream.Answer answer = upstream.ask(Query.address(service, "actuator", "health"), PATIENCE);
      JsonNode health = EventJson.mapper().readTree(answer.body());
      boolean simulated = health.at(SIMULATED).asBoolean(false);
      return answer.status() == 200
          ? new Health(true, null, simulated)
          : new Health(false, "its deploy-svc is not well: " + reasons(health), simulated);
    } catch (IOException | JacksonException e) {
      return new Health(
          false, "its deploy-svc does not answer (" + e.getClass().getSimpleName() + ")", false);
    }
  }

  /** What the parts of a health say is wrong. */
  private static String reasons(JsonNode health) {
    return health.path("components").values().stream()
        .map(part -> part.path("details").path("reason").asString(""))
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.joining("; "));
  }
}
