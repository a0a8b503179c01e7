/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.Remove;
import io.berth.events.command.Scale;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a removal asks of the API server: what was read for one request is not read for the next.
 */
class RemovalRequestsIT {

  /** Paths of the requests that only read, without those of the watches. */
  private static final Queue<String> READS = new ConcurrentLinkedQueue<>();

  private static InterceptedCluster simulated;
  private static KubernetesClient client;
  private static InformerAppCache cache;
  private static KubernetesCluster cluster;

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = InterceptedCluster.start(directory, RemovalRequestsIT::recordRead);
    client = simulated.client();
    cache = new InformerAppCache("dc-a", simulated.other(), _ -> {});
    cache.start();
    await().atMost(Duration.ofMinutes(8)).until(cache::isWatching);
    cluster = new KubernetesCluster("dc-a", client, cache, 20, (_, _) -> false);
    cluster.apply(List.of(NamespaceManifests.bare("shop")));
  }

  @AfterAll
  static void stop() {
    cache.close();
    simulated.close();
  }

  @Test
  void delete_readsNothingThatItsDryRunHasRead() {
    AppRef app = new AppRef("shop", "read-once");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    List<HasMetadata> objects = cluster.dryRunDelete(app);
    READS.clear();

    List<String> deleted =
        cluster.delete(app, objects, order("c-2", 2, new Remove(ANN, app, "read-once")).ref());

    assertThat(deleted)
        .contains("Deployment/read-once", "Service/read-once", "ControllerRevision/read-once-r1");
    // Controllers write the status of two kinds: a delete that conflicts reads its object again.
    assertThat(READS)
        .allMatch(path -> path.matches(".*/(deployments|poddisruptionbudgets)/read-once"));
  }

  @Test
  void whatIsLeft_isReadOnceOfEachKind() {
    AppRef app = new AppRef("shop", "left");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    await().atMost(Duration.ofMinutes(2)).until(() -> cache.hasPods(app));
    READS.clear();

    assertThat(cluster.remaining(app))
        .extracting(left -> left.object().split("/", 2)[0])
        .contains("Deployment", "Service", "Pod");
    assertThat(READS).doesNotHaveDuplicates();
  }

  @Test
  @Tag("fault-K3")
  void removeThatReadBeforeANewerCommandWrote_deletesNothingNewer() {
    AppRef app = new AppRef("shop", "seventh");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    List<HasMetadata> read = cluster.dryRunDelete(app);
    cluster.apply(plan(order("c-3", 3, new Scale(ANN, app, 4))));

    assertThatThrownBy(
            () -> cluster.delete(app, read, order("c-2", 2, new Remove(ANN, app, "seventh")).ref()))
        .isInstanceOf(StaleWriteException.class)
        .hasMessageContaining("c-3");
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("seventh")
                .get()
                .getSpec()
                .getReplicas())
        .isEqualTo(4);
    assertThat(client.services().inNamespace("shop").withName("seventh").get()).isNotNull();
  }

  @Test
  @Tag("fault-K3")
  void removeWhoseObjectsChangedSince_deletesThemAll() {
    AppRef app = new AppRef("shop", "eighth");
    cluster.apply(plan(order("c-1", 1, deploy(app, GOOD))));
    List<HasMetadata> read = cluster.dryRunDelete(app);
    cluster.apply(plan(order("c-2", 2, new Scale(ANN, app, 4))));

    cluster.delete(app, read, order("c-3", 3, new Remove(ANN, app, "eighth")).ref());

    assertThat(cluster.snapshot(app).live()).isNull();
    assertThat(client.services().inNamespace("shop").withName("eighth").get()).isNull();
  }

  private Plan.Apply plan(ReceivedCommand received) {
    return (Plan.Apply) planner.plan(received, cluster.snapshot(received.command().subject()));
  }

  private static ReceivedCommand order(String id, long offset, Command command) {
    return new ReceivedCommand(
        id, command, Instant.now(), new RecordPosition("berth.commands", 0, offset));
  }

  private static void recordRead(HttpRequest request) {
    if (request.method().equals("GET")) {
      READS.add(request.uri().getPath());
    }
  }
}
