/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.elasticsearch.NodeSettings;
import io.berth.teststack.kafka.BrokerProcess;
import io.berth.teststack.kafka.BrokerSettings;
import io.berth.teststack.process.Installation;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.Polling;
import io.berth.teststack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A broker and an Elasticsearch for the benchmark, the latter with the heap of ES_JAVA_OPTS. They
 * keep running if the folder is kept, because a server's first minute is its slowest.
 */
final class BenchServers implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final boolean kept;
  private final boolean found;
  private final @Nullable Process broker;
  private final int brokerPort;
  private final int elasticsearchPort;

  /**
   * @param index whether an Elasticsearch is wanted
   * @param kept whether they stay, and whether those that stayed are wanted
   */
  BenchServers(Path folder, boolean index, boolean kept) throws IOException, InterruptedException {
    this.folder = folder;
    this.kept = kept;
    Path ports = folder.resolve("ports");
    found = Files.exists(ports);
    if (found) {
      String[] known = Files.readString(ports).split(" ");
      brokerPort = Integer.parseInt(known[0]);
      elasticsearchPort = Integer.parseInt(known[1]);
      broker = null;
      return;
    }
    brokerPort = Ports.free();
    elasticsearchPort = Ports.free();
    Path ready = folder.resolve("broker.ready");
    broker = broker(ready);
    if (index) {
      startElasticsearch();
    }
    Polling.until(Duration.ofSeconds(60), () -> Files.exists(ready));
    Files.writeString(ports, brokerPort + " " + elasticsearchPort);
  }

  private Process broker(Path ready) throws IOException {
    BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), brokerPort, Ports.free());
    JavaCommand java = JavaCommand.small("1g");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    new BrokerProcess(settings, ready).properties().forEach(each -> java.with("-D" + each));
    return new ProcessBuilder(java.main(Installation.find().childClassPath(), BrokerProcess.MAIN))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("broker.log").toFile())
        .start();
  }

  private void startElasticsearch() throws InterruptedException {
    new ElasticsearchNode(
            new NodeSettings(
                Installation.find().elasticsearch(),
                folder.resolve("elasticsearch"),
                folder.resolve("elasticsearch.log"),
                elasticsearchPort,
                Ports.free(),
                "2g"))
        .start();
  }

  /** Whether the servers were running already. */
  boolean wereFound() {
    return found;
  }

  Path folder() {
    return folder;
  }

  String kafka() {
    return "localhost:" + brokerPort;
  }

  String elasticsearch() {
    return "http://localhost:" + elasticsearchPort;
  }

  int elasticsearchPort() {
    return elasticsearchPort;
  }

  /** The answer's text. */
  String ask(String method, String path, String body) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(elasticsearch() + path))
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Documents that can be found. */
  long count(String stream) {
    ask("POST", "/" + stream + "/_refresh", "");
    String answer = ask("GET", "/" + stream + "/_count", "");
    int at = answer.indexOf("\"count\":");
    return at < 0 ? 0 : Long.parseLong(answer.substring(at + 8, answer.indexOf(',', at)));
  }

  /** Documents that were written, found or not: a look that costs Elasticsearch nothing. */
  long written(String stream) {
    String answer = ask("GET", "/" + stream + "/_stats/indexing?filter_path=_all.primaries", "");
    int at = answer.indexOf("\"index_total\":");
    return at < 0 ? 0 : Long.parseLong(answer.substring(at + 14, answer.indexOf(',', at)));
  }

  @Override
  public void close() {
    if (broker != null && !kept) {
      ElasticsearchNode.endIn(folder.resolve("elasticsearch"));
      broker.destroy();
      broker.onExit().join();
    }
  }
}
