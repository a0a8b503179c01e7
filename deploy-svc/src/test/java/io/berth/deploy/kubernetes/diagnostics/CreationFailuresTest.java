/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.testing.TestApps;
import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a StatefulSet has no pods stands in its Events alone. */
class CreationFailuresTest {

  private static final String QUOTA =
      "create Pod cart-1 in StatefulSet cart failed error: pods \\\"cart-1\\\" is forbidden: exceeded"
          + " quota: shop";

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;
  private CreationFailures failures;
  private volatile String event = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    failures = new CreationFailures(client, () -> 0);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void eventOfTheCurrentSpec_explainsTheMissingPod() {
    event = event("uid-1", "2026-01-31T12:00:05Z");

    RolloutFinding finding = diagnosed(statefulSet(), List.of(pod("cart-0", true)));

    assertThat(finding.cause()).isEqualTo(Cause.QUOTA_EXCEEDED);
    assertThat(finding.since()).isEqualTo(Instant.parse("2026-01-31T12:00:04Z"));
    assertThat(finding.diagnosis().evidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.object()).isEqualTo("StatefulSet/cart");
              assertThat(evidence.text())
                  .isEqualTo("pods \"cart-1\" is forbidden: exceeded quota: shop");
            });
  }

  @Test
  void eventFromBeforeTheWrite_orOfAFormerSet_explainsNothing() {
    event = event("uid-1", "2026-01-31T12:00:03Z");
    assertThat(explained(statefulSet(), List.of())).isEqualTo(statefulSet());

    failures = new CreationFailures(client, () -> 0);
    event = event("uid-0", "2026-01-31T12:00:05Z");
    assertThat(explained(statefulSet(), List.of())).isEqualTo(statefulSet());
  }

  @Test
  void whileTheControllerWaitsForAPod_noEventIsRead() {
    assertThat(explained(statefulSet(), List.of(pod("cart-0", false)))).isEqualTo(statefulSet());
    assertThat(explained(statefulSet(), List.of(pod("cart-0", true), pod("cart-1", true))))
        .isEqualTo(statefulSet());
    Deployment deployment = new DeploymentBuilder(statefulSet()).withKind("Deployment").build();
    assertThat(explained(deployment, List.of())).isEqualTo(deployment);
    assertThat(requests).hasValue(0);
  }

  private Deployment explained(Deployment workload, List<Pod> pods) {
    return failures.explain(TestApps.CART, workload, pods);
  }

  private RolloutFinding diagnosed(Deployment workload, List<Pod> pods) {
    return Diagnostician.diagnose(
            new DiagnosisInput(explained(workload, pods), pods, List.of(), Map.of()))
        .orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    assertThat(exchange.getRequestURI().getQuery()).contains("involvedObject.name=cart");
    byte[] body =
        ("{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[" + event + "]}")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String event(String uid, String seen) {
    return """
    {"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"shop"},
     "reason":"FailedCreate","type":"Warning","message":"%s",
     "involvedObject":{"kind":"StatefulSet","name":"cart","uid":"%s"},
     "firstTimestamp":"2026-01-31T11:00:00Z","lastTimestamp":"%s"}
    """
        .formatted(QUOTA, uid, seen);
  }

  private static Deployment statefulSet() {
    return new DeploymentBuilder()
        .withKind("StatefulSet")
        .withNewMetadata()
        .withName("cart")
        .withNamespace("shop")
        .withUid("uid-1")
        .addNewManagedField()
        .withManager("berth-deploy")
        .withTime("2026-01-31T12:00:04Z")
        .endManagedField()
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .endSpec()
        .withNewStatus()
        .endStatus()
        .build();
  }

  private static Pod pod(String name, boolean ready) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addNewOwnerReference()
        .withKind("StatefulSet")
        .withName("cart")
        .withUid("uid-1")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }
}
