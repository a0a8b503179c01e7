/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.events.AppRef;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first deploy of an application asks of the API server, and in which order. */
class FirstDeployRequestsIT {

  private static final String REVISION = "controllerrevisions";
  private static final String FILES = "configmaps";
  private static final String SERVICE = "services";
  private static final String BUDGET = "poddisruptionbudgets";
  private static final String DEPLOYMENT = "deployments";

  /** The requests so far, without those of the watches. */
  private static final Queue<ApiRequest> REQUESTS = new ConcurrentLinkedQueue<>();

  /** What happens to a request before it is sent. */
  private static final AtomicReference<@Nullable Consumer<ApiRequest>> BEFORE =
      new AtomicReference<>();

  private static SimulatedCluster simulated;
  private static KubernetesClient client;
  private static KubernetesClient watching;
  private static InformerAppCache cache;
  private static KubernetesCluster cluster;

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  private enum Kind {
    READ,
    DRY_RUN,
    WRITE
  }

  private record ApiRequest(Kind kind, String resource) {

    static ApiRequest of(HttpRequest request) {
      String query = String.valueOf(request.uri().getQuery());
      String resource = request.uri().getPath().replaceFirst(".*/namespaces/[^/]+/", "");
      return new ApiRequest(
          request.method().equals("GET")
              ? Kind.READ
              : query.contains("dryRun=All") ? Kind.DRY_RUN : Kind.WRITE,
          resource.replaceFirst("/.*", ""));
    }
  }

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start("dc-a");
    Path kubeconfig = simulated.writeKubeconfig(directory.resolve("kubeconfig"));
    watching = KubernetesClients.open(kubeconfig.toString());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("requests", new Requests()))
            .build();
    cache = new InformerAppCache("dc-a", watching, _ -> {});
    cache.start();
    cluster = new KubernetesCluster("dc-a", client, cache, 20, (_, _) -> false);
    watching.resource(NamespaceManifests.bare("shop")).create();
    await()
        .atMost(Duration.ofMinutes(8))
        .until(() -> cache.isWatching() && cache.namespace("shop").isPresent());
  }

  @AfterAll
  static void stop() {
    cache.close();
    client.close();
    watching.close();
    simulated.close();
  }

  @BeforeEach
  void forgetRequests() {
    REQUESTS.clear();
  }

  @AfterEach
  void holdNothing() {
    BEFORE.set(null);
  }

  @Test
  void firstDeploy_listsTheReleases_andSendsEachObjectTwice() {
    Plan.Apply plan = plan(new AppRef("shop", "counted"));
    cluster.dryRun(plan);
    cluster.apply(plan);

    List<String> objects = List.of(REVISION, FILES, SERVICE, BUDGET, DEPLOYMENT);
    assertThat(REQUESTS)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    Stream.of(new ApiRequest(Kind.READ, REVISION)),
                    objects.stream().map(it -> new ApiRequest(Kind.DRY_RUN, it)),
                    objects.stream().map(it -> new ApiRequest(Kind.WRITE, it)))
                .flatMap(some -> some)
                .toList());
    assertThat(REQUESTS).extracting(ApiRequest::kind).isSorted();
    assertThat(REQUESTS).last().isEqualTo(new ApiRequest(Kind.WRITE, DEPLOYMENT));
  }

  @Test
  void firstDeploy_writesTheServiceTogetherWithAllBeforeTheDeployment() {
    Plan.Apply plan = plan(new AppRef("shop", "together"));
    cluster.dryRun(plan);
    BEFORE.set(
        request -> {
          if (!request.resource().equals(DEPLOYMENT)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> writes().count() == 4);
          }
        });

    cluster.apply(plan);

    assertThat(writes()).last().isEqualTo(DEPLOYMENT);
  }

  @Test
  void firstDeployThatIsRefusedHalfway_namesWhatIsWritten_andHasNoDeployment() {
    AppRef app = new AppRef("shop", "halfway");
    Plan.Apply plan = plan(app);
    cluster.dryRun(plan);
    BEFORE.set(
        request -> {
          if (request.resource().equals(BUDGET)) {
            throw new KubernetesClientException(
                new StatusBuilder().withCode(403).withMessage("not on a Friday").build());
          }
        });

    assertThatThrownBy(() -> cluster.apply(plan))
        .isInstanceOf(ClusterRejectedException.class)
        .hasMessageContainingAll(
            "not on a Friday; written before: ",
            "ControllerRevision/halfway-r1",
            "Service/halfway");

    assertThat(cluster.observe(app)).isEmpty();
  }

  private static Stream<String> writes() {
    return REQUESTS.stream()
        .filter(request -> request.kind() == Kind.WRITE)
        .map(ApiRequest::resource);
  }

  private Plan.Apply plan(AppRef app) {
    ReceivedCommand received =
        new ReceivedCommand(
            "c-1", deploy(app, GOOD), Instant.now(), new RecordPosition("berth.commands", 0, 1));
    return (Plan.Apply) planner.plan(received, cluster.cachedSnapshot(app));
  }

  private static final class Requests implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      ApiRequest sent = ApiRequest.of(request);
      REQUESTS.add(sent);
      Consumer<ApiRequest> before = BEFORE.get();
      if (before != null) {
        before.accept(sent);
      }
    }
  }
}
