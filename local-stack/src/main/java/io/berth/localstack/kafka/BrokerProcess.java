/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.kafka;

import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of a broker process.
 *
 * @param settings data folder and ports
 * @param readyFile is written (a process mark) when the broker answers, and deleted when it ends
 */
public record BrokerProcess(BrokerSettings settings, Path readyFile) {

  public static final String MAIN = "io.berth.localstack.kafka.BrokerMain";

  /** For tests of many JVMs: watches over the lease in {@code sharedDirectory}. */
  public List<String> sharedCommand(Installation installation, Path sharedDirectory) {
    return configured()
        .property("berth.broker.shared", sharedDirectory)
        .main(installation.childClassPath(), MAIN);
  }

  /** A small JVM with all properties set; class path and main class are still to be added. */
  public JavaCommand configured() {
    return JavaCommand.small("192m")
        .property("org.slf4j.simpleLogger.defaultLogLevel", "warn")
        .property("org.slf4j.simpleLogger.showDateTime", "true")
        .property("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS")
        .property("berth.broker.data", settings.data())
        .property("berth.broker.port", settings.port())
        .property("berth.broker.controller-port", settings.controllerPort())
        .property("berth.broker.ready-file", readyFile);
  }
}
