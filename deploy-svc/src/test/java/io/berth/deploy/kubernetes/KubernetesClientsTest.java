/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that stops in an answer: the call fails, and its caller can try again. */
class KubernetesClientsTest {

  private static final String HEADERS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n";

  @AutoClose private final ServerSocket server;
  private final List<Socket> open = new ArrayList<>();
  private volatile String answer = "";

  KubernetesClientsTest() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", HEADERS, HEADERS + "{\"kind\": \"Pod\","})
  void answerThatStops_fails(String part) {
    answer = part;
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
            .build();
    try (KubernetesClient client = KubernetesClients.open(config, Duration.ofMillis(500))) {
      assertThatThrownBy(
              () ->
                  assertTimeoutPreemptively(
                      Duration.ofMinutes(2),
                      () ->
                          ApiErrors.call(
                              () -> client.pods().inNamespace("shop").withName("cart").get())))
          .isInstanceOf(ClusterUnavailableException.class);
    }
  }

  /** The connections stay open. */
  private void answer() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        if (client.getInputStream().read(new byte[65_536]) > 0) {
          client.getOutputStream().write(answer.getBytes(US_ASCII));
          client.getOutputStream().flush();
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
