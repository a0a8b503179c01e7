/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.localstack.elasticsearch.ElasticsearchNode;
import io.berth.localstack.elasticsearch.NodeSettings;
import io.berth.localstack.kafka.BrokerProcess;
import io.berth.localstack.kafka.BrokerSettings;
import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.Ports;
import io.berth.localstack.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A broker and an Elasticsearch of their own; the latter with the heap that ES_JAVA_OPTS says. */
final class Servers implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Process broker;
  private final int brokerPort = Ports.free();
  private final int elasticsearchPort = Ports.free();

  Servers(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Installation installation = Installation.find();
    Path ready = folder.resolve("broker.ready");
    BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), brokerPort, Ports.free());
    JavaCommand java = JavaCommand.small("1g");
    java.property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    new BrokerProcess(settings, ready).properties().forEach(each -> java.with("-D" + each));
    broker =
        new ProcessBuilder(java.main(installation.childClassPath(), BrokerProcess.MAIN))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    new ElasticsearchNode(
            new NodeSettings(
                installation.elasticsearch(),
                folder.resolve("elasticsearch"),
                folder.resolve("elasticsearch.log"),
                elasticsearchPort,
                Ports.free(),
                "2g"))
        .start();
    Waiting.until(Duration.ofSeconds(60), () -> Files.exists(ready));
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

  @Override
  public void close() {
    ElasticsearchNode.endIn(folder.resolve("elasticsearch"));
    broker.destroy();
    broker.onExit().join();
  }
}
