/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import io.berth.launcher.image.ProcessCommands;
import io.berth.launcher.suite.Kubeconfigs;
import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.elasticsearch.NodeSettings;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.PidFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * Starts the process of a part and writes its mark. Every child but Elasticsearch is on a leash.
 */
public final class ProcessStarter {

  private final SuiteFolder folder;
  private final ProcessCommands commands;

  public ProcessStarter(SuiteFolder folder, ProcessCommands commands) {
    this.folder = folder;
    this.commands = commands;
  }

  /** Returns when the process runs (Elasticsearch: when it answers), not when it is healthy. */
  ProcessHandle start(SuiteProcess part) throws IOException, InterruptedException {
    var process =
        switch (part) {
          case SuiteProcess.KafkaProcess broker -> start(broker);
          case SuiteProcess.ElasticsearchProcess elasticsearch -> start(elasticsearch);
          case SuiteProcess.ClusterProcess cluster -> start(cluster);
          case SuiteProcess.BerthServiceProcess service -> start(service);
        };
    PidFile.of(process).write(folder.mark(part.name()));
    return process;
  }

  private ProcessHandle start(SuiteProcess.KafkaProcess broker) throws IOException {
    Files.deleteIfExists(folder.brokerReady());
    return launch(
        broker, JavaCommand.detached(commands.broker(broker, folder).runCommand()), Map.of());
  }

  private ProcessHandle start(SuiteProcess.ElasticsearchProcess part) throws InterruptedException {
    var settings =
        new NodeSettings(
            commands.elasticsearch(),
            folder.elasticsearch(),
            folder.log(part.name()),
            part.port(),
            part.transportPort(),
            "256m");
    return new ElasticsearchNode(settings).start();
  }

  private ProcessHandle start(SuiteProcess.ClusterProcess cluster) throws IOException {
    Kubeconfigs.write(folder, cluster);
    return launch(cluster, JavaCommand.detached(commands.cluster(cluster).runCommand()), Map.of());
  }

  private ProcessHandle start(SuiteProcess.BerthServiceProcess service) throws IOException {
    Files.createDirectories(folder.state(service.name()));
    // Elasticsearch takes longest to start; seven services must not outweigh it.
    var command = JavaCommand.ignoringTerminalSignals(commands.service(service).runCommand());
    return launch(service, command, service.environment());
  }

  private ProcessHandle launch(
      SuiteProcess part, List<String> command, Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.log(part.name()).toFile()))
            .directory(folder.path().toFile());
    builder.environment().keySet().removeIf(ProcessStarter::isForUs);
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
