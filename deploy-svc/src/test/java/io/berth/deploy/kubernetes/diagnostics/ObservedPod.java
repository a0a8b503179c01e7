/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static io.berth.deploy.testing.TestApps.CART;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.deploy.diagnosis.DiagnosisInput;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One pod with a liveness probe: its states, and what an API server gives about it. */
final class ObservedPod implements AutoCloseable {

  static final ContainerState RUNNING =
      new ContainerStateBuilder().withNewRunning().endRunning().build();
  static final ContainerState ENDED = ended(1);
  static final ContainerState KILLED = ended(137);
  static final ContainerState CRASH_LOOP = waiting("CrashLoopBackOff", "back-off 10s");
  static final ContainerState BACK_OFF = waiting("ImagePullBackOff", "Back-off pulling image");

  /** What the kubelet has; null: there is no such run. */
  volatile @Nullable String previous;

  volatile String current = "";
  volatile String events = "";
  volatile int eventStatus = 200;

  /** Called when a log of the current run has been read. */
  volatile Runnable afterCurrent = () -> {};

  final AtomicInteger logRequests = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final HttpServer server;
  private final KubernetesClient client;
  private final PodDiagnosticsFetcher fetcher;

  ObservedPod() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    fetcher = new PodDiagnosticsFetcher(client, nanos::get);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  static ContainerState ended(int code) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(code)
        .withFinishedAt("2026-11-30T12:00:10Z")
        .endTerminated()
        .build();
  }

  private static ContainerState waiting(String reason, String message) {
    return new ContainerStateBuilder().withNewWaiting(message, reason).build();
  }

  /** At the second in which its container ended. */
  static String event(String reason, String message) {
    return """
    {"kind": "Event", "apiVersion": "v1", "reason": "%s",
     "metadata": {"name": "cart-1.1", "namespace": "shop"},
     "involvedObject": {"kind": "Pod", "name": "cart-1", "uid": "uid-1"},
     "lastTimestamp": "2026-11-30T12:00:10Z", "message": "%s"}
    """
        .formatted(reason, message);
  }

  DiagnosisInput fetched(ContainerState state, int restarts) {
    DiagnosisInput bare =
        new DiagnosisInput(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(CART.name())
                .withNamespace(CART.namespace())
                .endMetadata()
                .build(),
            List.of(pod(state, restarts)),
            List.of(),
            Map.of());
    return fetcher.fetch(CART, bare);
  }

  private static Pod pod(ContainerState state, int restarts) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withNamespace(CART.namespace())
        .withUid("uid-1")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withNewLivenessProbe()
        .endLivenessProbe()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("app")
        .withReady(false)
        .withRestartCount(restarts)
        .withState(state)
        .withLastState(restarts == 0 ? null : KILLED)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    if (!uri.contains("/log")) {
      send(
          exchange,
          eventStatus,
          "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
              + events
              + "]}");
      return;
    }
    logRequests.incrementAndGet();
    String ended = previous;
    if (!uri.contains("previous=true")) {
      send(exchange, 200, current);
      afterCurrent.run();
    } else if (ended != null) {
      send(exchange, 200, ended);
    } else {
      send(
          exchange,
          400,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":400}");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
  }
}
