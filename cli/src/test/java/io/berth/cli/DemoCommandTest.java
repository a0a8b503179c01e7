/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class DemoCommandTest {

  private HttpServer gateway;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "berth")
  private static final class Program {}

  @BeforeEach
  void listen() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "demo --check"})
  void failedScenario_isAnExitCodeOfOne(String line) {
    assertThat(run(line)).isOne();
    assertThat(out.toString()).endsWith("0 passed, 7 failed\n");
  }

  @Test
  void realCluster_isNotUsedForTheDemo() {
    gateway.createContext(
        "/api/v1/clusters",
        exchange -> {
          byte[] body =
              "{\"items\":[{\"name\":\"dc-a\",\"simulated\":false},{\"name\":\"dc-b\",\"simulated\":true}]}"
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });

    assertThat(run("demo")).isOne();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("this is a real one: dc-a. Start the suite without --cluster for it");
  }

  private int run(String line) {
    return ClientCommands.addTo(
            new CommandLine(new Program()),
            Map.of(
                "BERTH_GATEWAY",
                "http://localhost:" + gateway.getAddress().getPort(),
                "BERTH_API_TOKEN",
                "t"))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.split(" "));
  }
}
