/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.elasticsearch.NodeSettings;
import io.berth.teststack.kafka.BrokerProcess;
import io.berth.teststack.kafka.BrokerSettings;
import io.berth.teststack.process.FileTrees;
import io.berth.teststack.process.Installation;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.PidFile;
import io.berth.teststack.process.Polling;
import io.berth.teststack.process.Ports;
import io.berth.teststack.shared.SharedDirectory;
import io.berth.teststack.shared.SharedServerPorts;
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
  private static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(10);

  private final SharedDirectory directory;
  private @Nullable SharedServerPorts ports;
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

  private SharedServerPorts joined() {
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
                LockSupport.parkNanos(RENEWAL_INTERVAL.toNanos());
                directory.renewLease();
              }
            });
  }

  private SharedServerPorts joinBroker() {
    var mark = PidFile.read(directory.brokerMark());
    if (mark.flatMap(PidFile::find).isPresent()) {
      var running = SharedServerPorts.read(directory.ports());
      if (Ports.answers(running.kafka())) {
        return running;
      }
    }
    mark.ifPresent(left -> left.end(Duration.ofSeconds(5)));
    ElasticsearchNode.endIn(directory.elasticsearch());
    return startBroker();
  }

  private SharedServerPorts startBroker() {
    FileTrees.delete(directory.brokerData());
    FileTrees.delete(directory.elasticsearch());
    var fresh = SharedServerPorts.free();
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
      Polling.until(START, () -> Files.exists(directory.brokerMark()) || !process.isAlive());
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

  private String joinElasticsearch(SharedServerPorts joined) {
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
