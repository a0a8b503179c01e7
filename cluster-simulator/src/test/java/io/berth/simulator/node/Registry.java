/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.opentest4j.TestAbortedException;

/** The registry that everybody runs, on a free port of loopback, with nothing in it. */
final class Registry implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final int port;
  private final Process process;
  private final Thread hook = new Thread(this::end, "end-registry");

  Registry() {
    if (!Files.isExecutable(PROGRAM)) {
      throw new TestAbortedException(
          "No program docker-registry on this machine; install the package docker-registry");
    }
    try {
      this.folder = Files.createTempDirectory("registry");
      this.port = freePort();
      this.process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "serve",
                  Files.writeString(folder.resolve("config.yml"), config()).toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("docker-registry does not start", e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
    awaitListening();
  }

  private String config() {
    return """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: "%s/data"}}
        http: {addr: "127.0.0.1:%d", secret: test}
        """
        .formatted(folder, port);
  }

  int port() {
    return port;
  }

  private void awaitListening() {
    Instant until = Instant.now().plus(PATIENCE);
    while (!listens()) {
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        end();
        throw new IllegalStateException("docker-registry does not listen on port " + port);
      }
      Thread.onSpinWait();
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
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
