/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import static io.berth.deploy.testing.TestApps.CART;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.deploy.diagnosis.DiagnosisInput;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A diagnosis quotes the log of the run that ended, however that falls together with what the
 * kubelet does meanwhile.
 */
class PodLogTest {

  private static final ContainerState RUNNING =
      new ContainerStateBuilder().withNewRunning().endRunning().build();
  private static final ContainerState ENDED =
      new ContainerStateBuilder().withNewTerminated().withExitCode(1).endTerminated().build();

  private static final ContainerState KILLED =
      new ContainerStateBuilder()
          .withNewTerminated()
          .withExitCode(137)
          .withFinishedAt("2026-11-30T12:00:10Z")
          .endTerminated()
          .build();

  private static final ContainerState CRASH_LOOP = waiting("CrashLoopBackOff", "back-off 10s");
  private static final ContainerState BACK_OFF =
      waiting("ImagePullBackOff", "Back-off pulling image");

  private HttpServer server;
  @AutoClose private KubernetesClient client;
  private PodDiagnosticsFetcher fetcher;

  /** What the kubelet has; null: there is no such run. */
  private volatile @Nullable String previous;

  private volatile String current = "";
  private volatile String events = "";
  private volatile int eventStatus = 200;

  /** Called when a log of the current run has been read. */
  private volatile Runnable afterCurrent = () -> {};

  private final AtomicInteger logRequests = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
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

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void runThatEndsAfterItsLogWasRead_isReadAgainAtOnce() {
    current = "Starting";
    assertThat(log(RUNNING, 0)).isEqualTo("Starting");

    current = "Starting\nApplication run failed";
    assertThat(log(ENDED, 0)).contains("Application run failed");
  }

  @Test
  void everyFurtherRun_isReadAgain() {
    current = "Starting";
    log(RUNNING, 0);
    for (int restarts = 1; restarts <= 3; restarts++) {
      previous = "Run " + restarts + " failed";
      assertThat(log(ENDED, restarts)).as(restarts + " restarts").isEqualTo(previous);
      nanos.addAndGet(ApiRateLimiter.BETWEEN_CALLS.toNanos());
    }
  }

  @Test
  void containerThatIsRestartedBetweenTheTwoRequests_isQuotedByItsEndedRun() {
    current = "Starting";
    afterCurrent = () -> previous = "Starting\nApplication run failed";

    assertThat(log(ENDED, 0)).contains("Application run failed");
  }

  @Test
  void firstRunThatGoesOn_isReadOnceBetweenTwoRequestsOfItsApplication() {
    current = "Starting";
    for (int n = 0; n < 10; n++) {
      assertThat(log(RUNNING, 0)).isEqualTo("Starting");
    }
    assertThat(logRequests).hasValue(2); // of the run before, which is none, and of this one
  }

  @Test
  void logThatTheNodeHasRemoved_leavesWhatWasReadBefore() {
    current = "Application run failed";
    log(ENDED, 0);
    current = "";

    assertThat(log(RUNNING, 1)).isEqualTo("Application run failed");
  }

  @Test
  void pullThatFailsAfterTheEventsWereRead_isExplainedAtOnce() {
    fetched(RUNNING, 0);

    events = event("Failed", "Failed to pull image: not found");

    assertThat(fetched(BACK_OFF, 0).events())
        .extracting(Event::getMessage)
        .containsExactly("Failed to pull image: not found");
  }

  @Test
  void containerThatEndsAfterTheEventsWereRead_isExplainedAtOnce() {
    fetched(RUNNING, 0);

    events = event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 404");

    assertThat(fetched(RUNNING, 1).events())
        .extracting(Event::getMessage)
        .containsExactly("Liveness probe failed: HTTP probe failed with statuscode: 404");
  }

  @Test
  void endWhoseEventsAreStillToBeRequested_isProvisional() {
    fetched(RUNNING, 0);

    assertThat(fetched(RUNNING, 1).eventsPending()).isFalse();
    assertThat(fetched(RUNNING, 2).eventsPending()).as("the next request is not due").isTrue();

    nanos.addAndGet(ApiRateLimiter.BETWEEN_CALLS.toNanos());
    assertThat(fetched(RUNNING, 2).eventsPending()).isFalse();
    assertThat(fetched(RUNNING, 2).eventsPending()).as("no Event explains it").isFalse();
  }

  @Test
  void endInTheSecondOfAnEventThatWasReadBefore_isExplainedAtOnce() {
    String started = event("Started", "Started container app");
    events = started;
    fetched(RUNNING, 0);

    events = started + "," + event("Unhealthy", "Liveness probe failed: statuscode: 404");

    assertThat(fetched(KILLED, 0).events()).hasSize(2);
  }

  @Test
  void endThatIsSeenOnlyWhileTheContainerWaits_isExplainedAtOnce() {
    fetched(RUNNING, 1);

    events = event("Unhealthy", "Liveness probe failed: statuscode: 404");
    nanos.addAndGet(ApiRateLimiter.BETWEEN_CALLS.toNanos());

    assertThat(fetched(CRASH_LOOP, 1).events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"503, true", "403, false"})
  void eventsThatTheApiServerDoesNotGive_arePending_unlessTheyAreForbidden(
      int status, boolean pending) {
    eventStatus = status;

    assertThat(fetched(KILLED, 0).eventsPending()).isEqualTo(pending);
  }

  /** At the second in which {@link #KILLED} ended. */
  private static String event(String reason, String message) {
    return """
    {"kind": "Event", "apiVersion": "v1", "reason": "%s",
     "metadata": {"name": "cart-1.1", "namespace": "shop"},
     "involvedObject": {"kind": "Pod", "name": "cart-1", "uid": "uid-1"},
     "lastTimestamp": "2026-11-30T12:00:10Z", "message": "%s"}
    """
        .formatted(reason, message);
  }

  private String log(ContainerState state, int restarts) {
    return fetched(state, restarts).logs().getOrDefault("cart-1", "none").strip();
  }

  private DiagnosisInput fetched(ContainerState state, int restarts) {
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

  private static ContainerState waiting(String reason, String message) {
    return new ContainerStateBuilder().withNewWaiting(message, reason).build();
  }

  private static Pod pod(ContainerState state, int restarts) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withNamespace(CART.namespace())
        .withUid("uid-1")
        .endMetadata()
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
}
