/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.faults;

import static org.awaitility.Awaitility.await;

import io.berth.localstack.kafka.BrokerProcess;
import io.berth.localstack.kafka.BrokerSettings;
import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker that nobody else uses, so that it may be restarted. */
final class OwnBroker implements AutoCloseable {

  private final Path folder;
  private final Path ready;
  private final BrokerSettings settings;
  private Process process;

  OwnBroker(Path folder) throws IOException {
    this.folder = folder;
    this.ready = folder.resolve("broker.ready");
    this.settings = new BrokerSettings(folder.resolve("kafka"), Ports.free(), Ports.free());
    this.process = start();
  }

  String bootstrapServers() {
    return "localhost:" + settings.port();
  }

  void restart() throws IOException {
    stop();
    process = start();
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    process.destroy();
    process.onExit().join();
  }

  private Process start() throws IOException {
    Files.deleteIfExists(ready);
    Installation installation = Installation.find();
    JavaCommand java = JavaCommand.small("512m");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    new BrokerProcess(settings, ready).properties().forEach(each -> java.with("-D" + each));
    Process started =
        new ProcessBuilder(java.main(installation.childClassPath(), BrokerProcess.MAIN))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    await().until(() -> Files.exists(ready));
    return started;
  }
}
