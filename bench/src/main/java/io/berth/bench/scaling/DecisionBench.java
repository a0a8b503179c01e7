/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.scaling;

import io.berth.bench.deploy.LatencyPercentiles;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.teststack.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Measures scaler-svc beside the bare way of a record through the same broker: written, and read by
 * a consumer. See bench/README.md.
 *
 * <p>Arguments: the service's jar, and a folder for its log.
 */
public final class DecisionBench {

  private static final int WARM_UP = 40;
  private static final int SAMPLES = 150;
  private static final int PODS = 5;
  private static final Duration PAUSE = Duration.ofMillis(230);
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** An application is decided upon once in its policy's period, so they take turns. */
  private static final int APPLICATIONS = 70;

  private final TestStack stack = TestStack.shared();
  private final String prefix = stack.freshTopicPrefix();
  private final EventPublisher publisher =
      EventPublisher.connect(stack.bootstrapServers(), "/bench", prefix);

  private int turn;

  private DecisionBench() {}

  public static void main(String[] arguments) throws Exception {
    try {
      new DecisionBench().run(Path.of(arguments[0]), Path.of(arguments[1]));
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // threads of clients would linger
    }
  }

  private void run(Path jar, Path folder) throws Exception {
    Process service = start(jar, folder);
    for (int i = 0; i < APPLICATIONS; i++) {
      publisher.publish(policy(app(i))).get();
    }
    try (var decisions = consumer("berth.scaling-decisions");
        var samples = consumer("berth.metrics")) {
      awaitFirstDecision(decisions);
      Duration before = cpu(service);
      rounds(decisions, samples, WARM_UP);
      PairedRounds measured = rounds(decisions, samples, SAMPLES);
      System.out.println(
          "| milliseconds                            |  median |    90 % |    99 % |    most |     n |");
      System.out.println(
          "|-----------------------------------------|---------|---------|---------|---------|-------|");
      System.out.println("| sample sent → decision read             | " + measured.decided + " |");
      System.out.println("| bare: sample sent → sample read         | " + measured.bare + " |");
      System.out.printf(
          "CPU of the service: %.1f s until its first decision, %.1f ms a decision%n",
          before.toMillis() / 1e3,
          (cpu(service).toMillis() - before.toMillis()) / (double) (WARM_UP + SAMPLES));
    } finally {
      service.destroyForcibly();
    }
  }

  private record PairedRounds(LatencyPercentiles decided, LatencyPercentiles bare) {}

  private PairedRounds rounds(
      KafkaConsumer<String, DeserializationResult> decisions,
      KafkaConsumer<String, DeserializationResult> samples,
      int count)
      throws Exception {
    List<Long> decided = new ArrayList<>();
    List<Long> bare = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Not in step with the commits of the service.
      Thread.sleep(PAUSE.toMillis() + i % 37);
      Instant at = now();
      long sent = System.nanoTime();
      publisher.publish(sample(app(turn++), at));
      await(samples, event -> event instanceof ResourceSample it && it.sampledAt().equals(at));
      bare.add(System.nanoTime() - sent);
      await(decisions, event -> event instanceof ScalingDecision it && it.asOf().equals(at));
      decided.add(System.nanoTime() - sent);
    }
    return new PairedRounds(new LatencyPercentiles(decided), new LatencyPercentiles(bare));
  }

  /** Its partitions, policies and windows take it a while; the last policy is there last. */
  private void awaitFirstDecision(KafkaConsumer<String, DeserializationResult> decisions)
      throws Exception {
    Instant until = Instant.now().plus(DEADLINE);
    while (Instant.now().isBefore(until)) {
      publisher.publish(sample(app(APPLICATIONS - 1), now())).get();
      if (!decisions.poll(Duration.ofSeconds(1)).isEmpty()) {
        Thread.sleep(Duration.ofSeconds(5));
        return;
      }
    }
    throw new IllegalStateException("scaler-svc decides nothing; see its log");
  }

  private static void await(
      KafkaConsumer<String, DeserializationResult> consumer, Predicate<Event> wanted) {
    Instant until = Instant.now().plus(DEADLINE);
    while (Instant.now().isBefore(until)) {
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (record.value() instanceof DeserializationResult.Readable(var envelope)
            && wanted.test(envelope.payload())) {
          return;
        }
      }
    }
    throw new IllegalStateException("nothing came for " + DEADLINE);
  }

  private KafkaConsumer<String, DeserializationResult> consumer(String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                stack.bootstrapServers(),
                "group.id",
                UUID.randomUUID().toString(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "latest",
                "fetch.max.wait.ms",
                20),
            new StringDeserializer(),
            new CloudEventDeserializer());
    consumer.subscribe(List.of(prefix + topic));
    Instant until = Instant.now().plus(DEADLINE);
    while (consumer.assignment().isEmpty() && Instant.now().isBefore(until)) {
      consumer.poll(Duration.ofMillis(200));
    }
    return consumer;
  }

  private Process start(Path jar, Path folder) throws Exception {
    Path state = Files.createTempDirectory(folder.toAbsolutePath(), "scaler");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx160m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    jar.toString(),
                    "--berth.kafka=" + stack.bootstrapServers(),
                    "--berth.topic.prefix=" + prefix,
                    "--berth.state-dir=" + state,
                    "--server.port=0"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("scaler-svc.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private static Duration cpu(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static AppRef app(int number) {
    return new AppRef("shop", "cart-" + number % APPLICATIONS);
  }

  private static ScalingPolicy policy(AppRef app) {
    return new ScalingPolicy(
        app,
        1,
        ScalingPolicy.Mode.ACTIVE,
        List.of(),
        2,
        40,
        List.of(
            new Utilization(Resource.CPU, Basis.REQUEST, 60),
            new Utilization(Resource.MEMORY, Basis.LIMIT, 80)),
        Duration.ofSeconds(15),
        Behavior.standard(),
        "ada");
  }

  private static ResourceSample sample(AppRef app, Instant at) {
    Instant started = at.minus(Duration.ofHours(1));
    return new ResourceSample(
        new ClusterAppRef("dc-a", app.namespace(), app.name()),
        at,
        Duration.ofSeconds(15),
        "kubelet",
        PODS,
        false,
        IntStream.range(0, PODS).mapToObj(number -> pod(number, at, started)).toList());
  }

  private static PodSample pod(int number, Instant at, Instant started) {
    return new PodSample(
        "cart-6d4cf56db6-" + number,
        "0b0a6c7e-5b3f-4d55-9d0e-" + number,
        "node-" + number % 4,
        "Running",
        false,
        started,
        true,
        started,
        at,
        List.of(
            new ContainerSample("cart", 600L, 200L << 20, 1_000L, 2_000L, 300L << 20, 400L << 20)));
  }
}
