/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts the processes that ship documents from Kafka to Elasticsearch. */
final class ShipperProcesses {

  private final BenchServers servers;
  private final Path app;
  private boolean extracted;

  /**
   * @param app the pipeline's runnable jar
   */
  ShipperProcesses(BenchServers servers, Path app) {
    this.servers = servers;
    this.app = app;
  }

  /** The log pipeline, on topics with this prefix. */
  Process berth(String prefix, String elasticsearch, int forwardPort, int httpPort, String parts)
      throws IOException {
    Path home = servers.folder().resolve("app");
    if (!extracted) {
      run(
          List.of(
              java(),
              "-Djarmode=tools",
              "-jar",
              app.toString(),
              "extract",
              "--destination",
              home.toString(),
              "--force"));
      extracted = true;
    }
    List<String> command =
        List.of(
            java(),
            "-Xmx288m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            home.resolve(app.getFileName()).toString());
    Map<String, String> environment = new TreeMap<>();
    environment.put("BERTH_KAFKA", servers.kafka());
    environment.put("BERTH_ELASTICSEARCH", elasticsearch);
    environment.put("BERTH_TOPIC_PREFIX", prefix);
    environment.put("BERTH_TOPIC_PARTITIONS", "2");
    environment.put("BERTH_FORWARD_PORT", Integer.toString(forwardPort));
    environment.put("BERTH_LOG_PARTS", parts);
    environment.put("BERTH_PORT", Integer.toString(httpPort));
    String options = System.getProperty("berth.bench.options", "");
    if (!options.isEmpty()) {
      environment.put("JAVA_TOOL_OPTIONS", options);
    }
    return start(command, environment, "berth.log");
  }

  /** Debian's rsyslog; equal documents share an id, because imkafka exposes no offset. */
  Process rsyslog(String topic, String stream) throws IOException {
    Path config = servers.folder().resolve(stream + ".conf");
    Files.writeString(
        config,
        """
        module(load="imkafka")
        module(load="omelasticsearch")
        module(load="fmhash")
        template(name="id" type="string" string="%%$.id%%")
        template(name="doc" type="string" string="%%msg%%")
        input(type="imkafka" topic="%s" broker="%s" consumergroup="rsyslog-%s" ruleset="out"
              confParam=["auto.offset.reset=earliest"])
        ruleset(name="out") {
          set $.id = hash64($msg);
          action(type="omelasticsearch" server="127.0.0.1" serverport="%d" template="doc" searchIndex="%s"
                 searchType="" bulkmode="on" writeoperation="create" bulkid="id" dynbulkid="on"
                 maxbytes="20m" queue.type="linkedlist" queue.size="50000" queue.dequeueBatchSize="2000"
                 queue.workerThreads="2" queue.workerThreadMinimumMessages="4000"
                 errorFile="%s" action.resumeRetryCount="-1")
        }
        """
            .formatted(
                topic,
                servers.kafka(),
                stream,
                servers.elasticsearchPort(),
                stream,
                servers.folder().resolve(stream + ".errors")));
    return start(
        List.of("rsyslogd", "-n", "-f", config.toString(), "-i", config + ".pid"),
        Map.of(),
        "rsyslog.log");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void run(List<String> command) throws IOException {
    if (start(command, Map.of(), "extract.log").onExit().join().exitValue() != 0) {
      throw new IllegalStateException("Cannot take " + app + " apart; build it first");
    }
  }

  private Process start(List<String> command, Map<String, String> environment, String log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("ES_JAVA_OPTS");
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(servers.folder().resolve(log).toFile()))
        .start();
  }
}
