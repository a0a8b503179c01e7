/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.elasticsearch.ElasticsearchNode;
import io.berth.localstack.elasticsearch.NodeSettings;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.ProcessMark;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * Starts the process of a part and writes its mark. Every child but Elasticsearch is on a leash.
 */
final class PartStarter {

  private final SuiteFolder folder;
  private final PartCommands commands;

  PartStarter(SuiteFolder folder, PartCommands commands) {
    this.folder = folder;
    this.commands = commands;
  }

  /** Returns when the process runs (Elasticsearch: when it answers), not when it is healthy. */
  ProcessHandle start(Part part) throws IOException, InterruptedException {
    var process =
        switch (part) {
          case Part.Broker broker -> start(broker);
          case Part.Elasticsearch elasticsearch -> start(elasticsearch);
          case Part.Cluster cluster -> start(cluster);
          case Part.Service service -> start(service);
        };
    ProcessMark.of(process).write(folder.mark(part.name()));
    return process;
  }

  private ProcessHandle start(Part.Broker broker) throws IOException {
    Files.deleteIfExists(folder.brokerReady());
    return launch(broker, JavaCommand.detached(commands.broker(broker, folder).toRun()), Map.of());
  }

  private ProcessHandle start(Part.Elasticsearch part) throws InterruptedException {
    var settings =
        new NodeSettings(
            commands.installation().elasticsearch(),
            folder.elasticsearch(),
            folder.log(part.name()),
            part.port(),
            part.transportPort(),
            "256m");
    return new ElasticsearchNode(settings).start();
  }

  private ProcessHandle start(Part.Cluster cluster) throws IOException {
    Kubeconfigs.write(folder, cluster);
    return launch(cluster, JavaCommand.detached(commands.cluster(cluster).toRun()), Map.of());
  }

  private ProcessHandle start(Part.Service service) throws IOException {
    Files.createDirectories(folder.state(service.name()));
    // Elasticsearch takes longest to start; seven services must not outweigh it.
    var command = JavaCommand.besideOthers(commands.service(service).toRun());
    return launch(service, command, service.environment());
  }

  private ProcessHandle launch(Part part, List<String> command, Map<String, String> environment)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.log(part.name()).toFile()))
            .directory(folder.path().toFile());
    builder.environment().keySet().removeIf(PartStarter::isForUs);
    builder.environment().putAll(environment);
    return builder.start().toHandle();
  }

  /** What the user's shell sets for other purposes must not reconfigure a part. */
  private static boolean isForUs(String variable) {
    return variable.startsWith("BERTH_")
        || variable.startsWith("SPRING_")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }
}
