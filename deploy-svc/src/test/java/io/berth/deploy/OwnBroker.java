/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static org.awaitility.Awaitility.await;

import io.berth.localstack.kafka.BrokerProcess;
import io.berth.localstack.kafka.BrokerSettings;
import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real broker that nobody else uses, which can be stopped, continued, killed and started. */
final class OwnBroker implements AutoCloseable {

  private final BrokerProcess broker;
  private ChildProcess process;

  OwnBroker() throws IOException {
    Path directory = Files.createTempDirectory("broker-");
    this.broker =
        new BrokerProcess(
            new BrokerSettings(directory.resolve("data"), Ports.free(), Ports.free()),
            directory.resolve("ready"));
    this.process = start();
  }

  private ChildProcess start() {
    JavaCommand java = JavaCommand.small("256m");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    broker.properties().forEach(property -> java.with("-D" + property));
    List<String> command = java.main(Installation.find().childClassPath(), BrokerProcess.MAIN);
    ChildProcess started = ChildProcess.of(Path.of("target", "processes", "broker.log"), command);
    await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(broker.readyFile()));
    return started;
  }

  String address() {
    return "localhost:" + broker.settings().port();
  }

  void freeze() {
    process.freeze();
  }

  void thaw() {
    process.thaw();
  }

  void kill() throws IOException {
    process.kill();
    Files.deleteIfExists(broker.readyFile());
  }

  /** With the log that it left. */
  void restart() {
    process = start();
  }

  @Override
  public void close() {
    process.close();
  }
}
