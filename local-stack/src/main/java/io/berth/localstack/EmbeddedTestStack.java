/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack;

import io.berth.localstack.elasticsearch.ElasticsearchNode;
import io.berth.localstack.elasticsearch.NodeSettings;
import io.berth.localstack.kafka.BrokerProcess;
import io.berth.localstack.kafka.BrokerSettings;
import io.berth.localstack.process.FileTrees;
import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.Ports;
import io.berth.localstack.process.ProcessMark;
import io.berth.localstack.process.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Joins the servers that another test JVM has started, or starts them. */
final class EmbeddedTestStack implements TestStack {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(10);

  private final SharedDirectory directory;
  private @Nullable StackPorts ports;
  private @Nullable String elasticsearchUrl;

  EmbeddedTestStack(SharedDirectory directory) {
    this.directory = directory;
  }

  @Override
  public synchronized String bootstrapServers() {
    return "localhost:" + joined().kafka();
  }

  @Override
  public synchronized String elasticsearchUrl() {
    if (elasticsearchUrl == null) {
      var joined = joined();
      elasticsearchUrl = directory.locked(() -> joinElasticsearch(joined));
    }
    return elasticsearchUrl;
  }

  private StackPorts joined() {
    if (ports == null) {
      keepLease();
      ports = directory.locked(this::joinBroker);
    }
    return ports;
  }

  private void keepLease() {
    directory.renewLease();
    Thread.ofPlatform()
        .daemon()
        .name("test-stack-lease")
        .start(
            () -> {
              while (true) {
                LockSupport.parkNanos(RENEWAL.toNanos());
                directory.renewLease();
              }
            });
  }

  private StackPorts joinBroker() {
    var mark = ProcessMark.read(directory.brokerMark());
    if (mark.flatMap(ProcessMark::find).isPresent()) {
      var running = StackPorts.read(directory.ports());
      if (Ports.answers(running.kafka())) {
        return running;
      }
    }
    mark.ifPresent(left -> left.end(Duration.ofSeconds(5)));
    ElasticsearchNode.endIn(directory.elasticsearch());
    return startBroker();
  }

  private StackPorts startBroker() {
    FileTrees.delete(directory.brokerData());
    FileTrees.delete(directory.elasticsearch());
    var fresh = StackPorts.free();
    var broker =
        new BrokerProcess(
            new BrokerSettings(directory.brokerData(), fresh.kafka(), fresh.controller()),
            directory.brokerMark());
    var installation = Installation.find().copiedTo(directory.path());
    try {
      Files.deleteIfExists(directory.brokerMark());
      var process =
          new ProcessBuilder(
                  JavaCommand.detached(broker.sharedCommand(installation, directory.path())))
              .redirectErrorStream(true)
              .redirectOutput(directory.brokerLog().toFile())
              .redirectInput(new File("/dev/null"))
              .start();
      Waiting.until(START, () -> Files.exists(directory.brokerMark()) || !process.isAlive());
      if (!Files.exists(directory.brokerMark())) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "The test broker did not start: " + Files.readString(directory.brokerLog()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the test broker", e);
    }
    fresh.write(directory.ports());
    return fresh;
  }

  private String joinElasticsearch(StackPorts joined) {
    String url = "http://localhost:" + joined.elasticsearch();
    boolean runs = ElasticsearchNode.find(directory.elasticsearch()).isPresent();
    if (runs && Ports.answers(joined.elasticsearch())) {
      return url;
    }
    try {
      var home = Installation.find().copiedElasticsearch(directory.path());
      new ElasticsearchNode(
              new NodeSettings(
                  home,
                  directory.elasticsearch(),
                  directory.elasticsearch().resolve("elasticsearch.log"),
                  joined.elasticsearch(),
                  joined.transport(),
                  "256m"))
          .start();
      return url;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Elasticsearch started", e);
    }
  }
}
