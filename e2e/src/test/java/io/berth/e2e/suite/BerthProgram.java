/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program {@code berth} as a person runs it, with a folder and ports of its own. */
final class BerthProgram {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final int PORT_OFFSET = 3_000;
  private static final int GATEWAY_AWAY = 4;

  private final Path home;
  private final int portOffset;
  private final List<String> prefix;
  private final Map<String, String> environment;
  private final AtomicInteger runs = new AtomicInteger();

  BerthProgram(Path home) {
    this(home, PORT_OFFSET, List.of(), Map.of());
  }

  /**
   * @param portOffset is added to every port
   * @param prefix the command that its processes are started by; empty for none
   * @param environment of its processes, beside this one's
   */
  BerthProgram(Path home, int portOffset, List<String> prefix, Map<String, String> environment) {
    this.home = home;
    this.portOffset = portOffset;
    this.prefix = prefix;
    this.environment = environment;
  }

  /** What a run said and how it ended. */
  record Outcome(int exitCode, String output) {}

  Outcome up(String... more) {
    // A fresh cache for each run would cost more than it gives.
    var arguments = new ArrayList<>(List.of("up", "--detach", "--no-warm-up"));
    arguments.addAll(List.of("--port-offset", String.valueOf(portOffset)));
    arguments.addAll(List.of(more));
    return run(Duration.ofMinutes(10), arguments);
  }

  Outcome down() {
    return run(Duration.ofMinutes(2), List.of("down"));
  }

  /** Any other command. */
  Outcome run(String... arguments) {
    return run(Duration.ofMinutes(3), List.of(arguments));
  }

  /** Address of the gateway, as this machine reaches it. */
  String gateway() {
    return "http://localhost:" + (8080 + portOffset);
  }

  /** The gateway's API, with the token of this suite. */
  SuiteApi api() {
    return new SuiteApi(gateway(), token());
  }

  /** The API token. */
  String token() {
    try {
      return Files.readString(home.resolve("token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of the log receiver. */
  int forward() {
    return 24_224 + portOffset;
  }

  /** Bootstrap server of the broker. */
  String kafka() {
    return "localhost:" + (19_092 + portOffset);
  }

  /** The folder of everything that it keeps. */
  Path home() {
    return home;
  }

  /** The process that keeps the others. */
  long launcher() {
    try {
      return Long.parseLong(
          Files.readString(home.resolve("run/berth.pid")).strip().split("\\s")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the demo; each line is handed over when it is told. */
  Outcome demo(Consumer<String> whileItIsTold) {
    var told = new StringBuilder();
    try {
      var process = start(List.of("demo")).start();
      try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          told.append(line).append('\n');
          whileItIsTold.accept(line);
        }
      }
      return new Outcome(process.waitFor(), told.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Deploys what the file describes and waits for the end. Sent again, as the same command, where
   * the gateway is away for longer than the program waits.
   */
  Outcome deploy(Path file) {
    var words = List.of("deploy", "-f", file.toString(), "--wait", "--id", "" + UUID.randomUUID());
    Outcome outcome = run(Duration.ofMinutes(20), words);
    for (int again = 0; again < 5 && outcome.exitCode() == GATEWAY_AWAY; again++) {
      outcome = run(Duration.ofMinutes(20), words);
    }
    return outcome;
  }

  /** Ends the processes of parts as {@code kill -9} does. */
  void kill(Collection<String> parts) {
    pids(parts).values().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  /** The rows of {@code berth status}. */
  List<JsonNode> status() {
    var outcome = run(Duration.ofMinutes(1), List.of("status", "-o", "json"));
    var rows = new ArrayList<JsonNode>();
    JsonMapper.shared().readTree(outcome.output()).path("rows").forEach(rows::add);
    return rows;
  }

  /** The processes of parts. */
  Map<String, Long> pids(Collection<String> parts) {
    return status().stream()
        .filter(row -> parts.contains(row.path("part").asString()))
        .collect(
            Collectors.toMap(row -> row.path("part").asString(), row -> row.path("pid").asLong()));
  }

  /** Returns when parts are healthy; a part that is not healthy after minutes is an error. */
  void awaitHealth(Collection<String> parts) {
    await("health of " + parts)
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(status())
                    .filteredOn(row -> parts.contains(row.path("part").asString()))
                    .hasSameSizeAs(Set.copyOf(parts))
                    .allSatisfy(row -> assertThat(row.path("health").asString()).isEqualTo("UP")));
  }

  /** Starts a command and returns at once. */
  Process start(String... arguments) {
    try {
      return start(List.of(arguments)).redirectOutput(file(arguments[0]).toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last run of a command said until now. */
  String said(String command) {
    try {
      return Files.readString(file(command), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String command) {
    return home.resolveSibling(home.getFileName() + "-" + command + ".out");
  }

  /** Several may be under way at once; each has a file for what it says. */
  private Outcome run(Duration patience, List<String> arguments) {
    Path said = file(arguments.getFirst() + "-" + runs.incrementAndGet());
    try {
      var process = start(arguments).redirectOutput(said.toFile()).start();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("berth " + arguments + " took longer than " + patience);
      }
      return new Outcome(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ProcessBuilder start(List<String> arguments) throws IOException {
    var command = new ArrayList<String>(prefix);
    command.add(ROOT.resolve("berth").toString());
    command.addAll(arguments);
    Files.createDirectories(home);
    var builder = new ProcessBuilder(command);
    builder.redirectError(
        Redirect.appendTo(home.resolveSibling(home.getFileName() + ".err").toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("BERTH_HOME", home.toString());
    // As in a service's environment, or over a bare remote shell: what is said is UTF-8 all the
    // same.
    builder.environment().put("LC_ALL", "C");
    // What was packed before these tests is what they are about.
    builder.environment().put("BERTH_BUILD", "never");
    builder.environment().put("BERTH_GATEWAY", gateway());
    Path token = home.resolve("token");
    if (Files.exists(token)) {
      builder.environment().put("BERTH_API_TOKEN", token());
    }
    return builder;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while berth ran", e);
  }
}
