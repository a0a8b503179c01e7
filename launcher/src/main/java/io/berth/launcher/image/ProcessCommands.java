/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.image;

import io.berth.launcher.process.ChildJvm;
import io.berth.launcher.process.LauncherInstallation;
import io.berth.launcher.suite.ProjectRoot;
import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.kafka.BrokerProcess;
import io.berth.teststack.kafka.BrokerSettings;
import io.berth.teststack.process.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the process of a part is started. */
public final class ProcessCommands {

  private static final String CLUSTER_MAIN = "io.berth.simulator.SimulatedClusterMain";
  private static final List<String> PLAIN_LOGGING =
      List.of(
          "org.slf4j.simpleLogger.defaultLogLevel=warn",
          "org.slf4j.simpleLogger.showDateTime=true",
          "org.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

  private final Path root;
  private final Path images;
  private final Path watchdog;
  private final ProgramImage broker;
  private final ProgramImage cluster;

  /**
   * @param images where programs are laid out and caches are kept
   */
  private ProcessCommands(Path root, Path images, Path watchdog) {
    this.root = root;
    this.images = images;
    this.watchdog = watchdog;
    this.broker = image("test-stack", "stack");
    this.cluster = image("cluster-simulator", "lib");
  }

  /** For what was built last in this project. */
  public static ProcessCommands ofThisBuild() {
    Path root = ProjectRoot.find();
    return new ProcessCommands(
        root, root.resolve("launcher/target/images"), LauncherInstallation.find().watchdog());
  }

  private ProgramImage image(String module, String libraries) {
    Path target = root.resolve(module).resolve("target");
    return ProgramImage.of(
        target.resolve(module + ".jar"), target.resolve(libraries), images, watchdog);
  }

  public Path images() {
    return images;
  }

  /** The unpacked server. */
  public Path elasticsearch() {
    return Installation.builtIn(root).elasticsearch();
  }

  public ChildJvm broker(SuiteProcess.KafkaProcess part, SuiteFolder folder) {
    var settings =
        new BrokerSettings(folder.kafka(), part.address(), part.port(), part.controllerPort());
    var properties = new ArrayList<>(PLAIN_LOGGING);
    properties.addAll(new BrokerProcess(settings, folder.brokerReady()).properties());
    return jvm(broker, "192m", properties, BrokerProcess.MAIN, List.of());
  }

  public ChildJvm cluster(SuiteProcess.ClusterProcess part) {
    var arguments =
        List.of(
            "--name", part.cluster(),
            "--port", String.valueOf(part.port()),
            "--forward", part.forward());
    return jvm(cluster, "256m", List.of(), CLUSTER_MAIN, arguments);
  }

  private static ChildJvm jvm(
      ProgramImage image,
      String heap,
      List<String> properties,
      String main,
      List<String> arguments) {
    String name = main.substring(main.lastIndexOf('.') + 1);
    return new ChildJvm(
        heap,
        properties,
        image.classPath(),
        main,
        arguments,
        image.folder().resolve(name + ".aot"));
  }

  /** One at a time: two parts may be of the same service, which is laid out once. */
  public synchronized ChildJvm service(SuiteProcess.BerthServiceProcess service) {
    var image = ServiceImage.of(root, service.module(), images, watchdog);
    return new ChildJvm(
        service.heap(), List.of(), image.classPath(), image.mainClass(), List.of(), image.cache());
  }
}
