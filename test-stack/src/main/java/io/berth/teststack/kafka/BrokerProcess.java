/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.kafka;

import io.berth.teststack.process.Installation;
import io.berth.teststack.process.JavaCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of a broker process.
 *
 * @param settings data folder and ports
 * @param readyFile is written (a process mark) when the broker answers, and deleted when it ends
 */
public record BrokerProcess(BrokerSettings settings, Path readyFile) {

  public static final String MAIN = "io.berth.teststack.kafka.BrokerMain";

  /** For tests of many JVMs: watches over the lease in {@code sharedDirectory}. */
  public List<String> sharedCommand(Installation installation, Path sharedDirectory) {
    var java = JavaCommand.small("256m");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    java.property("org.slf4j.simpleLogger.showDateTime", "true");
    java.property("berth.broker.shared", sharedDirectory);
    properties().forEach(property -> java.with("-D" + property));
    return java.main(installation.childClassPath(), MAIN);
  }

  /** The system properties that {@link BrokerMain} reads, each as {@code name=value}. */
  public List<String> properties() {
    return List.of(
        "berth.broker.data=" + settings.data(),
        "berth.broker.address=" + settings.address(),
        "berth.broker.port=" + settings.port(),
        "berth.broker.controller-port=" + settings.controllerPort(),
        "berth.broker.ready-file=" + readyFile);
  }
}
