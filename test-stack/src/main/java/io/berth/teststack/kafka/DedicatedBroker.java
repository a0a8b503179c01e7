/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.kafka;

import io.berth.teststack.process.Installation;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.Polling;
import io.berth.teststack.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real broker for one test alone, which can be stopped, killed, frozen and started again with its
 * log on the same port.
 */
public final class DedicatedBroker implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Path folder;
  private final BrokerProcess broker;
  private @Nullable Process process;

  /** Has an address, and is not started. */
  public DedicatedBroker(Path folder) {
    this.folder = folder;
    this.broker =
        new BrokerProcess(
            new BrokerSettings(folder.resolve("kafka"), Ports.free(), Ports.free()),
            folder.resolve("broker.ready"));
  }

  /** One that answers, with its data in a new temporary folder. */
  public static DedicatedBroker started() throws IOException {
    return started(Files.createTempDirectory("broker-"));
  }

  /** One that answers, with its data in that folder. */
  public static DedicatedBroker started(Path folder) throws IOException {
    DedicatedBroker broker = new DedicatedBroker(folder);
    broker.start();
    return broker;
  }

  /** Host and port. */
  public String address() {
    return "localhost:" + broker.settings().port();
  }

  /** Starts it, with the log that an earlier run left, and waits until it answers. */
  public void start() throws IOException {
    JavaCommand java = JavaCommand.small("512m");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    broker.properties().forEach(property -> java.with("-D" + property));
    File log = folder.resolve("broker.log").toFile();
    Process started =
        new ProcessBuilder(java.main(Installation.find().childClassPath(), BrokerProcess.MAIN))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    process = started;
    Polling.until(TIMEOUT, () -> Files.exists(broker.readyFile()) || !started.isAlive());
    if (!Files.exists(broker.readyFile())) {
      throw new IllegalStateException("The broker did not start, see " + log);
    }
  }

  /** Ends it as an administrator would, and starts it again. */
  public void restart() throws IOException {
    stop();
    start();
  }

  /** Ends it as an administrator would. */
  public void stop() throws IOException {
    if (process != null) {
      process.destroy();
      process.onExit().join();
    }
    Files.deleteIfExists(broker.readyFile());
  }

  /** {@code kill -9}. */
  public void kill() throws IOException {
    close();
    Files.deleteIfExists(broker.readyFile());
  }

  /** Nothing of it runs any more until {@link #thaw}; its connections stay open. */
  public void freeze() {
    signal("STOP");
  }

  /** It goes on, and does not know that it stood still. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("The broker was not started");
    }
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send SIG" + name + " to the broker", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
