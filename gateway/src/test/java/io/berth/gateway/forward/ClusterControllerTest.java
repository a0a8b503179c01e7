/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.berth.events.Envelope;
import io.berth.gateway.GatewaySamples;
import io.berth.gateway.view.MaterializedView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a cluster is simulated is known before the first application is there. */
class ClusterControllerTest {

  private static final List<String> CLUSTERS = List.of("dc-a");

  private final MaterializedView view = new MaterializedView(CLUSTERS, 10, 2);
  private HttpServer service;
  private ClusterController controller;
  private volatile String health = "{}";

  @BeforeEach
  void open() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          byte[] body = health.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    service.start();
    URI address = URI.create("http://localhost:" + service.getAddress().getPort());
    controller = new ClusterController(new Upstream(), CLUSTERS, Map.of("dc-a", address), view);
  }

  @AfterEach
  void close() {
    service.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void service_saysWhetherItsClusterIsSimulated(boolean simulated) throws Exception {
    health =
        "{\"components\":{\"kubernetes\":{\"status\":\"UP\",\"details\":{\"simulated\":%s}}}}"
            .formatted(simulated);

    assertThat(controller.all().items().getFirst().simulated()).isEqualTo(simulated);
  }

  @Test
  void serviceThatDoesNotSay_isAnsweredForByItsApplications() throws Exception {
    assertThat(controller.all().items().getFirst().simulated()).isNull();

    view.apply(
        Envelope.of("e", "/test", GatewaySamples.NOON, GatewaySamples.state("dc-a", 1)),
        GatewaySamples.NOON);

    assertThat(controller.all().items().getFirst().simulated()).isTrue();
  }
}
