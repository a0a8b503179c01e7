/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program {@code berth} as a person runs it, with a folder and ports of its own. */
final class BerthProgram {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final int PORT_OFFSET = 3_000;

  private final Path home;

  BerthProgram(Path home) {
    this.home = home;
  }

  /** What a run said and how it ended. */
  record Outcome(int exitCode, String output) {}

  Outcome up() {
    // A fresh cache for each run would cost more than it gives.
    return run(
        Duration.ofMinutes(5),
        List.of("up", "--detach", "--no-warm-up", "--port-offset", String.valueOf(PORT_OFFSET)));
  }

  Outcome down() {
    return run(Duration.ofMinutes(2), List.of("down"));
  }

  /** Tells the demo; each line is handed over when it is told. */
  Outcome demo(Consumer<String> whileItIsTold) {
    var told = new StringBuilder();
    try {
      var process = start(List.of("demo", "--check")).start();
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

  /** Ends a part's process as {@code kill -9} does. */
  void kill(String part) {
    long pid = status(part).path("pid").asLong();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /** The rows of {@code berth status}. */
  List<JsonNode> status() {
    var outcome = run(Duration.ofMinutes(1), List.of("status", "-o", "json"));
    var rows = new ArrayList<JsonNode>();
    JsonMapper.shared().readTree(outcome.output()).path("rows").forEach(rows::add);
    return rows;
  }

  JsonNode status(String part) {
    return status().stream()
        .filter(row -> row.path("part").asString().equals(part))
        .findFirst()
        .orElseThrow();
  }

  private Outcome run(Duration patience, List<String> arguments) {
    Path said = home.resolveSibling("berth-" + arguments.getFirst() + ".out");
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
    var command = new ArrayList<String>(List.of(ROOT.resolve("berth").toString()));
    command.addAll(arguments);
    Files.createDirectories(home);
    var builder = new ProcessBuilder(command);
    builder.redirectError(home.resolveSibling("berth.err").toFile());
    builder.environment().put("BERTH_HOME", home.toString());
    // As in a service's environment, or over a bare remote shell: what is said is UTF-8 all the
    // same.
    builder.environment().put("LC_ALL", "C");
    // What was packed before these tests is what they are about.
    builder.environment().put("BERTH_BUILD", "never");
    builder.environment().put("BERTH_GATEWAY", "http://localhost:" + (8080 + PORT_OFFSET));
    Path token = home.resolve("token");
    if (Files.exists(token)) {
      builder.environment().put("BERTH_API_TOKEN", Files.readString(token).strip());
    }
    return builder;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while berth ran", e);
  }
}
