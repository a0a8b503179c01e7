/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.kafka.BrokerProcess;
import io.berth.localstack.kafka.BrokerSettings;
import io.berth.localstack.process.Installation;
import io.berth.localstack.process.LeashedJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the process of a part is started. */
final class PartCommands {

  private static final String LOCAL_STACK = "local-stack";
  private static final String CLUSTER_MAIN = "io.berth.localstack.cluster.SimulatedClusterMain";
  private static final List<String> PLAIN_LOGGING =
      List.of(
          "org.slf4j.simpleLogger.defaultLogLevel=warn",
          "org.slf4j.simpleLogger.showDateTime=true",
          "org.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

  private final Path root;
  private final Installation installation;
  private final Path images;

  /**
   * @param images where services are laid out and caches are kept
   */
  private PartCommands(Path root, Installation installation, Path images) {
    this.root = root;
    this.images = images;
    this.installation = image(installation, images);
  }

  /** For what was built last in this project. */
  static PartCommands ofThisBuild() {
    Path root = ProjectRoot.find();
    return new PartCommands(root, Installation.find(), root.resolve("local-stack/target/images"));
  }

  /** A copy that a later build leaves alone, and whose caches stay valid. */
  private static Installation image(Installation built, Path images) {
    Path folder = images.resolve(LOCAL_STACK + "-" + built.version());
    if (built.isCopiedTo(folder)) {
      return built.copyIn(folder);
    }
    ServiceImage.deleteEarlier(images, LOCAL_STACK);
    return built.copiedTo(folder);
  }

  Path images() {
    return images;
  }

  Installation installation() {
    return installation;
  }

  LeashedJvm broker(Part.Broker broker, SuiteFolder folder) {
    var settings = new BrokerSettings(folder.kafka(), broker.port(), broker.controllerPort());
    var properties = new ArrayList<>(PLAIN_LOGGING);
    properties.addAll(new BrokerProcess(settings, folder.brokerReady()).properties());
    return ours("192m", properties, BrokerProcess.MAIN, List.of());
  }

  LeashedJvm cluster(Part.Cluster cluster) {
    var arguments =
        List.of(
            "--name", cluster.cluster(),
            "--port", String.valueOf(cluster.port()),
            "--forward", "localhost:" + cluster.forwardPort());
    return ours("256m", PLAIN_LOGGING, CLUSTER_MAIN, arguments);
  }

  private LeashedJvm ours(
      String heap, List<String> properties, String main, List<String> arguments) {
    String name = main.substring(main.lastIndexOf('.') + 1);
    return new LeashedJvm(
        heap,
        properties,
        installation.childClassPath(),
        main,
        arguments,
        installation.classes().resolveSibling(name + ".aot"));
  }

  /** One at a time: two parts may be of the same service, which is laid out once. */
  synchronized LeashedJvm service(Part.Service service) {
    var image = ServiceImage.of(root, service.module(), images, installation.leash());
    return new LeashedJvm(
        service.heap(), List.of(), image.classPath(), image.mainClass(), List.of(), image.cache());
  }
}
