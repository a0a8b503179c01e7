/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * The registry that everybody runs, with nothing in it. It chooses its port of loopback itself and
 * tells it in its log: one that is looked for beforehand may belong to a neighbour by then, who
 * answers the pushes with an error of its own.
 */
public final class Registry implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final int TAIL_LINES = 20;

  private final Path folder;
  private final Process process;
  private final Thread hook = new Thread(this::end, "end-registry");
  private final int port;

  private Registry(String htpasswd) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new TestAbortedException(
          "No program docker-registry on this machine; install the package docker-registry");
    }
    try {
      this.folder = Files.createTempDirectory("registry");
      Files.writeString(folder.resolve("htpasswd"), htpasswd);
      this.process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "serve",
                  Files.writeString(
                          folder.resolve("config.yml"), config(folder, !htpasswd.isEmpty()))
                      .toString())
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("docker-registry does not start", e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
    this.port = awaitListening();
  }

  /**
   * One that everybody may push to.
   *
   * @throws TestAbortedException where the program is not installed
   */
  public static Registry open() {
    return new Registry("");
  }

  /**
   * One that wants a name and a password.
   *
   * @param htpasswd a line as {@code htpasswd -B} makes it
   * @throws TestAbortedException where the program is not installed
   */
  public static Registry withUser(String htpasswd) {
    return new Registry(htpasswd);
  }

  private static String config(Path folder, boolean users) {
    return """
        version: 0.1
        log: {level: info}
        storage: {filesystem: {rootdirectory: "%1$s/data"}}
        http: {addr: "127.0.0.1:0", secret: test}
        %2$s
        """
        .formatted(
            folder,
            users
                ? "auth: {htpasswd: {realm: registry, path: \"%s/htpasswd\"}}".formatted(folder)
                : "");
  }

  /** Of loopback. */
  public int port() {
    return port;
  }

  private int awaitListening() {
    Instant until = Instant.now().plus(PATIENCE);
    while (true) {
      OptionalInt found = announcedPort();
      if (found.isPresent()) {
        return found.getAsInt();
      }
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        end();
        throw new IllegalStateException(
            "docker-registry does not listen; the end of its log: " + logTail());
      }
      Thread.onSpinWait();
    }
  }

  private OptionalInt announcedPort() {
    Matcher line = LISTENING.matcher(logText());
    return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
  }

  /** The end of its log. */
  String logTail() {
    List<String> lines = logText().lines().toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  private String logText() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException("The log of docker-registry cannot be read", e);
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void end() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
    LocalProgram.deleteTree(folder);
  }
}
