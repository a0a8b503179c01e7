/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.kafka;

import io.berth.teststack.process.ListenAddress;
import io.berth.teststack.process.PidFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the broker as a process of its own, set up by system properties (see {@link BrokerProcess}).
 * With {@code berth.broker.shared} it serves tests of many JVMs and ends itself, and the
 * Elasticsearch beside it, when nobody uses it any more.
 */
public final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    var settings =
        new BrokerSettings(
            Path.of(System.getProperty("berth.broker.data")),
            ListenAddress.parse(System.getProperty("berth.broker.address")),
            Integer.getInteger("berth.broker.port"),
            Integer.getInteger("berth.broker.controller-port"));
    Path ready = Path.of(System.getProperty("berth.broker.ready-file"));
    String shared = System.getProperty("berth.broker.shared", "");
    if (!shared.isEmpty()) {
      new LeaseWatcher(Path.of(shared)).start();
    }
    var broker = Broker.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop-broker"));
    PidFile.of(ProcessHandle.current()).write(ready);
    System.out.println("Broker answers on " + settings.address().host() + ":" + settings.port());
    broker.await();
    Files.deleteIfExists(ready);
  }
}
