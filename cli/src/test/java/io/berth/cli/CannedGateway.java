/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A gateway with canned answers, and the client commands against it. */
abstract class CannedGateway {

  static final String STORY =
      """
      {"commandId":"c1","verb":"scale","app":"shop/cart","requestedBy":"alice",
       "requestedAt":"2026-11-22T12:00:00Z",
       "overall":{"verdict":"%s","complete":true,"sentence":"dc-a is done"},
       "clusters":[{"cluster":"dc-a","verdict":"%s","summary":"It is over.","steps":[],
         "progress":{"wanted":3,"ready":2,"updated":3},%s}]}""";

  final Deque<String> answers = new ArrayDeque<>();
  final Deque<Integer> statuses = new ArrayDeque<>();
  final List<String> asked = new ArrayList<>();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  HttpServer server;

  @Command(name = "berth")
  private static final class Program {}

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  final void print(int status, String body) {
    statuses.add(status);
    answers.add(body);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    byte[] answer = answers.remove().getBytes(UTF_8);
    exchange.sendResponseHeaders(statuses.remove(), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  final int run(String... arguments) {
    return program().execute(arguments);
  }

  final CommandLine program() {
    return ClientCommands.addTo(
            new CommandLine(new Program()),
            Map.of(
                "BERTH_GATEWAY",
                "http://localhost:" + server.getAddress().getPort(),
                "BERTH_API_TOKEN",
                "t"))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
