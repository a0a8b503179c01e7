/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.kafka;

import io.berth.teststack.process.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A broker for one machine: broker and controller in one process, one replica of everything.
 *
 * @param data folder of its log; kept between runs
 * @param address the address that clients connect to; of this machine, and one that it is reached
 *     by
 * @param port where clients connect
 * @param controllerPort where the broker finds its controller, which is itself
 */
public record BrokerSettings(Path data, ListenAddress address, int port, int controllerPort) {

  private static final List<String> SINGLE =
      List.of(
          "offsets.topic.replication.factor",
          "offsets.topic.num.partitions",
          "transaction.state.log.replication.factor",
          "transaction.state.log.min.isr",
          "transaction.state.log.num.partitions",
          "share.coordinator.state.topic.replication.factor",
          "share.coordinator.state.topic.min.isr",
          "share.coordinator.state.topic.num.partitions",
          "default.replication.factor");

  public BrokerSettings {
    if (address.isWildcard()) {
      throw new IllegalArgumentException(
          "A broker on every address does not know which one to tell its clients; name one");
    }
  }

  /** For programs of this machine alone. */
  public BrokerSettings(Path data, int port, int controllerPort) {
    this(data, ListenAddress.LOOPBACK, port, controllerPort);
  }

  Properties properties() {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put(
        "listeners",
        "PLAINTEXT://" + bound() + ":" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    // A client that has found the broker is told to come here, so this must lead to it.
    properties.put("advertised.listeners", "PLAINTEXT://" + address.host() + ":" + port);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("log.dirs", data.toString());
    SINGLE.forEach(key -> properties.put(key, "1"));
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // The default of 128 MB is for clusters; 2 MB is the least that the cleaner takes.
    properties.put("log.cleaner.dedupe.buffer.size", "2098176");
    // A preallocated index of 10 MB for each partition is sparse, but adds up in address space.
    properties.put("log.index.size.max.bytes", "1048576");
    return properties;
  }

  private String bound() {
    return address.equals(ListenAddress.LOOPBACK) ? address.text() : address.host();
  }
}
