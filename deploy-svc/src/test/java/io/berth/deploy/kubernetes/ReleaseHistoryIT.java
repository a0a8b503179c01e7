/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.shop;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Against an API server of which every answer is known. */
@Execution(ExecutionMode.CONCURRENT)
class ReleaseHistoryIT {

  private static final String LABEL = "app.kubernetes.io/name=";

  /** The version that this service's write gets. */
  private static final int WRITTEN = 100;

  private static final int NEWEST = 120;

  /** The version up to which the server that is asked has heard. */
  private volatile int atHand = 110;

  /** Whether somebody else makes the release's object his own before it is patched. */
  private volatile boolean changesHandsAtThePatch;

  private final List<String> patches = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;
  private HttpServer server;
  @AutoClose private KubernetesClient client;
  private ReleaseHistory releases;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: u, user: {token: none}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """
                .formatted(server.getAddress().getPort()));
    client = KubernetesClients.open(kubeconfig.toString());
    releases = new ReleaseHistory(client);
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void concurrentReads_returnEachApplicationsOwnReleases() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Callable<List<String>>> questions =
          IntStream.range(0, 400)
              .mapToObj(each -> (Callable<List<String>>) () -> asked(each))
              .toList();
      List<Future<List<String>>> answers = threads.invokeAll(questions);
      for (int each = 0; each < answers.size(); each++) {
        assertThat(answers.get(each).get()).containsExactly("command-of-app-" + each % 8);
      }
    }
  }

  @Test
  void laggingServer_isNotTrusted_afterAnotherShowedTheWrite() {
    releases.recordOutcome(CART, 1, ReleaseOutcome.BAD);
    assertThat(outcome()).isEqualTo(ReleaseOutcome.BAD);

    atHand = 90;
    assertThat(outcome()).isEqualTo(ReleaseOutcome.BAD);
  }

  @Test
  void outcome_isWrittenOverTheVersionThatWasRead_andNotWhereItChangedHands() {
    changesHandsAtThePatch = true;

    releases.recordOutcome(CART, 1, ReleaseOutcome.BAD);

    assertThat(patches)
        .singleElement()
        .asString()
        .contains("\"resourceVersion\":\"" + (WRITTEN - 1) + "\"");
  }

  private ReleaseOutcome outcome() {
    return releases.listCached(CART).all().getFirst().outcome();
  }

  private List<String> asked(int each) {
    return releases.listCached(shop("app-" + each % 8)).all().stream()
        .map(Release::commandId)
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith("/cart-r1")) {
      boolean write = exchange.getRequestMethod().equals("PATCH");
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (write) {
        patches.add(body);
      }
      if (write && changesHandsAtThePatch) {
        exchange.sendResponseHeaders(409, -1);
        exchange.close();
      } else if (changesHandsAtThePatch && !patches.isEmpty()) {
        send(exchange, foreign(revision(CART, NEWEST)));
      } else {
        send(exchange, revision(CART, write ? WRITTEN : WRITTEN - 1));
      }
      return;
    }
    String query = URLDecoder.decode(String.valueOf(exchange.getRequestURI().getRawQuery()), UTF_8);
    int at = query.indexOf(LABEL) + LABEL.length();
    AppRef app = shop(query.substring(at).split("[,&]", 2)[0]);
    send(exchange, list(app, query.contains("resourceVersion=0") ? atHand : NEWEST));
  }

  private static ControllerRevision foreign(ControllerRevision revision) {
    revision.getMetadata().getAnnotations().put(Annotations.APP, "elsewhere/another");
    return revision;
  }

  private void send(HttpExchange exchange, Object answer) throws IOException {
    byte[] body = client.getKubernetesSerialization().asJson(answer).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ControllerRevisionList list(AppRef app, int version) {
    return new ControllerRevisionListBuilder()
        .withMetadata(new ListMetaBuilder().withResourceVersion(Integer.toString(version)).build())
        .withItems(revision(app, version))
        .build();
  }

  /** As it was at that version. */
  private static ControllerRevision revision(AppRef app, int version) {
    ControllerRevision revision = ReleaseRevisions.write(app, release(1));
    Map<String, String> annotations = revision.getMetadata().getAnnotations();
    annotations.put(Annotations.COMMAND_ID, "command-of-" + app.name());
    if (version >= WRITTEN) {
      annotations.put(Annotations.OUTCOME, "bad");
    }
    revision.getMetadata().setResourceVersion(Integer.toString(version));
    return revision;
  }
}
