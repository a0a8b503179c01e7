/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import io.berth.events.command.Tier;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client that deploys some applications (one crashes, one is scaled by a policy) and then scales
 * the others until it is stopped.
 */
final class CommandLoad implements AutoCloseable {

  static final String NAMESPACE = "upgrade";
  static final AppRef SCALED = new AppRef(NAMESPACE, "busy");
  private static final int APPS = 8;
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** After this long the namespace is in both clusters. */
  private static final Duration NAMESPACE_DELAY = Duration.ofSeconds(20);

  private final EventPublisher publisher;
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread sender;

  private CommandLoad(EventPublisher publisher) {
    this.publisher = publisher;
    this.sender = Thread.ofPlatform().name("commands").unstarted(this::send);
  }

  static CommandLoad start(String kafka) {
    CommandLoad commands = new CommandLoad(EventPublisher.connect(kafka, "/bench/upgrade"));
    commands.sender.start();
    return commands;
  }

  /** Ids of commands, and when Kafka had them. */
  Map<String, Instant> stop() throws InterruptedException {
    stopped.countDown();
    sender.join();
    return Map.copyOf(sent);
  }

  private void send() {
    try {
      publisher
          .publish(
              new EnsureNamespace(meta(), NAMESPACE, EnsureNamespace.Environment.QA, "bench", null))
          .join();
      if (!stopped.await(NAMESPACE_DELAY.toSeconds(), TimeUnit.SECONDS)) {
        deployAll();
      }
      for (int turn = 0; !stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS); turn++) {
        scale("app-" + turn % APPS, 1 + turn / APPS % 3);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void deployAll() {
    deploy("crashes", "1-crash");
    deploy(SCALED.name(), "1-busy");
    publisher
        .publish(
            new ScalingPolicy(
                SCALED,
                1,
                ScalingPolicy.Mode.ACTIVE,
                List.of(),
                1,
                6,
                List.of(
                    new MetricTarget.Utilization(
                        MetricTarget.Resource.CPU, MetricTarget.Basis.LIMIT, 50)),
                Duration.ofSeconds(5),
                Behavior.standard(),
                "bench"))
        .join();
    for (int app = 0; app < APPS; app++) {
      deploy("app-" + app, "1");
    }
  }

  private void deploy(String name, String tag) {
    AppSpec spec =
        new AppSpec(
            Tier.BACKOFFICE,
            "registry.example/upgrade/app:" + tag,
            List.of(),
            List.of(new Port("http", 8080)),
            new Probes(Probe.http("/health", 8080), Probe.http("/health", 8080), null),
            Map.of(),
            List.of(),
            Map.of(),
            new Limits(100, 64L << 20),
            1,
            Map.of(),
            Rolling.standard(),
            false,
            false,
            Map.of());
    record(publisher.publish(new Deploy(meta(), new AppRef(NAMESPACE, name), spec, false)).join());
  }

  private void scale(String name, int replicas) {
    record(publisher.publish(new Scale(meta(), new AppRef(NAMESPACE, name), replicas)).join());
  }

  private void record(EventPublisher.Published published) {
    sent.put(published.id(), Instant.now());
  }

  private static CommandMeta meta() {
    return CommandMeta.by("bench").withDeadline(Duration.ofMinutes(2));
  }

  @Override
  public void close() {
    stopped.countDown();
    publisher.close();
  }
}
