/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.cli.terminal.HostileText;
import io.berth.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever texts the gateway tells, each command prints text and no row that nobody wrote. */
class HostileAnswersTest {

  private static final int SEEDS = 4;
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String STORY =
      """
      {"commandId":"TEXT","verb":"TEXT","app":"TEXT","requestedBy":"TEXT","requestedAt":"TEXT",
       "reason":"TEXT","overall":{"verdict":"FAILED","complete":true,"sentence":"TEXT"},
       "clusters":[{"cluster":"TEXT","verdict":"FAILED","summary":"TEXT",
         "steps":[{"at":"TEXT","text":"TEXT"}],"progress":{"wanted":3,"ready":2,"updated":3},
         "violations":[{"rule":"TEXT","version":1,"field":"TEXT","found":"TEXT","wanted":"TEXT",
           "help":"TEXT"}],
         "diagnosis":{"explanation":"TEXT","advice":["TEXT"],
           "evidence":[{"source":"TEXT","object":"TEXT","text":"TEXT"}]}}]}""";

  private static final String RECORD =
      "{\"@timestamp\":\"TEXT\",\"level\":\"TEXT\",\"pod\":\"TEXT\",\"message\":\"TEXT\"}";

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/v1/operations/c1", STORY,
          "/api/v1/operations", "{\"items\":[" + STORY + "]}",
          "/api/v1/commands/restart", "{\"commandId\":\"TEXT\"}",
          "/api/v1/apps",
              """
              {"items":[{"namespace":"TEXT","name":"TEXT","clusters":[{"cluster":"TEXT","alerts":[],
                "state":{"release":1,"phase":"TEXT","image":"TEXT",
                  "replicas":{"ready":1,"wanted":1}}}]}]}""",
          "/api/v1/alerts",
              """
              {"items":[{"severity":"TEXT","ruleId":"TEXT","to":"TEXT","activeAt":"TEXT",
                "labels":{"cluster":"TEXT","namespace":"TEXT","pod":"TEXT","alertname":"TEXT"},
                "lastCommand":{"verb":"TEXT","by":"TEXT"},"annotations":{"summary":"TEXT"}}]}""",
          "/api/v1/decisions",
              """
              {"items":[{"asOf":"TEXT","reason":"TEXT","explanation":"TEXT","currentReplicas":1,
                "desiredReplicas":2,"app":{"cluster":"TEXT","namespace":"TEXT","name":"TEXT"}}]}""",
          "/api/v1/logs", "{\"hits\":[" + RECORD + "," + RECORD + "]}",
          "/api/v1/logs/dead-letters",
              """
              {"items":[{"at":"TEXT","source":"TEXT","bytes":12,"replayable":true,
                "reason":"TEXT"}]}""",
          "/api/v1/scaling-policies/shop/cart",
              """
              {"app":{"namespace":"TEXT","name":"TEXT"},"minReplicas":1,"maxReplicas":2,
               "mode":"TEXT","version":1,"metrics":[{"type":"TEXT"}]}""",
          "/api/v1/login-links", "{\"url\":\"TEXT\"}");

  static List<String> commands() {
    return List.of(
        "apps",
        "operations",
        "operations c1",
        "operations c1 --wait",
        "restart shop/cart",
        "alerts --all",
        "decisions",
        "logs",
        "dead-letters",
        "policy show shop/cart",
        "login");
  }

  @Command(name = "berth")
  private static final class Program {}

  private HttpServer server;
  private UnaryOperator<String> text = UnaryOperator.identity();
  private int status = 200;

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

  @ParameterizedTest
  @MethodSource("commands")
  void hostileTexts_areShown_onTheLinesOfPlainOnes(String command) {
    int lines = printed(command).split("\n").length;
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      text = _ -> HostileText.any(random);

      String printed = printed(command);

      assertThat(printed.codePoints())
          .as("seed %d: %s", seed, printed)
          .noneMatch(character -> HostileText.forbidden().test(character));
      assertThat(printed).doesNotContain("\t");
      // Further lines of a log record's message stand behind a bar, so that none looks like a
      // record.
      assertThat(Arrays.stream(printed.split("\n")).filter(line -> !line.startsWith("    | ")))
          .as("seed %d: %s", seed, printed)
          .hasSize(lines);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hostileTexts_areTheSameJson_andNoByteOfItIsObeyed(String command) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      List<String> told = new ArrayList<>();
      text =
          _ -> {
            // Half a character is nothing that UTF-8 can carry.
            told.add(new String(HostileText.any(random).getBytes(UTF_8), UTF_8));
            return told.getLast();
          };

      String printed = printed(command + " -o json");

      assertThat(printed.codePoints())
          .noneMatch(character -> HostileText.forbidden().test(character));
      List<String> read = new ArrayList<>();
      texts(JSON.readTree(printed), read);
      assertThat(told).as("seed %d", seed).containsAll(read);
      assertThat(read).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hostileRefusals_areShown_onTheirOwnLines(String command) {
    for (int refused : List.of(400, 401, 503)) {
      status = refused;
      for (int seed = 0; seed < 1; seed++) {
        var random = new Random(seed);
        text = _ -> HostileText.any(random);

        String printed = printed(command);

        assertThat(printed.codePoints())
            .noneMatch(character -> HostileText.forbidden().test(character));
        assertThat(printed.split("\n")).as(printed).hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void followedLogs_areShownAsTheyCome() {
    text = _ -> "a\u001b[2J\nb\r\n2026-11-29T12:00:00Z  INFO  c\u202e";

    assertThat(printed("logs -f"))
        .isEqualTo(
            """
            a\\x1b[2J
                | b
                | 2026-11-29T12:00:00Z  INFO  c\\u202e
            """
                .replaceAll("(?s)(.*)\n$", "$1  $1 $1  $1\n"));
  }

  @Test
  void whatTheUserTypes_isShownInTheAnswerToIt() {
    assertThat(printed("scale \u001b[31mcart 5"))
        .contains("\\x1b[31mcart")
        .doesNotContain("\u001b");
    assertThat(printed("--\u202eoption")).contains("\\u202eoption").doesNotContain("\u202e");
  }

  private static void texts(JsonNode node, List<String> texts) {
    if (node.isString() && !List.of("FAILED").contains(node.asString())) {
      texts.add(node.asString());
    }
    node.forEach(child -> texts(child, texts));
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    byte[] answer;
    if (status >= 400) {
      answer =
          hostile(
                  "{\"title\":\"TEXT\",\"detail\":\"TEXT\",\"errors\":[{\"field\":\"TEXT\",\"found\":\"TEXT\",\"wanted\":\"TEXT\"}]}")
              .getBytes(UTF_8);
    } else if (path.endsWith("/tail")) {
      answer = (": hello\n\nevent:log\ndata:" + hostile(RECORD) + "\n\n").getBytes(UTF_8);
    } else {
      answer = hostile(ANSWERS.get(path)).getBytes(UTF_8);
    }
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** JSON with every TEXT in it replaced. */
  private String hostile(String json) {
    return replaced(JSON.readTree(json)).toString();
  }

  private JsonNode replaced(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(replaced(entry.getValue())));
      return object;
    }
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(element -> array.add(replaced(element)));
      return array;
    }
    return node.isString() && node.asString().equals("TEXT")
        ? JSON.getNodeFactory().stringNode(text.apply("TEXT"))
        : node;
  }

  /** What the command says on both of its streams. */
  private String printed(String command) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintWriter(Terminal.visible(bytes, UTF_8), true);
    ClientCommands.addTo(
            new CommandLine(new Program()),
            Map.of(
                "BERTH_GATEWAY",
                "http://localhost:" + server.getAddress().getPort(),
                "BERTH_API_TOKEN",
                "t"))
        .setOut(out)
        .setErr(out)
        .execute(command.split(" "));
    return bytes.toString(UTF_8);
  }
}
