/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static org.awaitility.Awaitility.await;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.localstack.TestStack;
import io.berth.scaler.scaling.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A scaler on the real broker with topics of its own, and hands to feed it. */
final class ScalerRig implements AutoCloseable {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }

  final String servers = TestStack.shared().bootstrapServers();
  final String prefix = TestStack.shared().freshTopicPrefix();

  private final Producer<String, Envelope<? extends Event>> producer =
      new KafkaProducer<>(
          Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
          new StringSerializer(),
          new CloudEventSerializer());
  private final Producer<String, String> raw =
      new KafkaProducer<>(
          Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
          new StringSerializer(),
          new StringSerializer());
  private final EventPublisher publisher = new EventPublisher(producer, "/test", prefix);
  private final List<AutoCloseable> running = new ArrayList<>();
  private Path output = Path.of("none yet");

  /** Starts it in this JVM and waits until it is ready. */
  ConfigurableApplicationContext start() throws IOException {
    ConfigurableApplicationContext context =
        SpringApplication.run(
            ScalerApplication.class,
            "--server.port=0",
            "--berth.kafka=" + servers,
            "--berth.topic.prefix=" + prefix,
            "--berth.topic.partitions=2",
            "--berth.state-dir=" + Files.createTempDirectory("scaler"));
    running.add(context);
    awaitReady(context);
    return context;
  }

  private static void awaitReady(ConfigurableApplicationContext context) {
    KafkaHealth health = context.getBean(KafkaHealth.class);
    await().until(() -> health.health().getStatus().getCode().equals("UP"));
  }

  static int port(ConfigurableApplicationContext context) {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** Starts it as a process of its own, with a state directory of its own, to be killed. */
  Process startProcess() throws IOException {
    Path state = Files.createTempDirectory("scaler");
    output = state.resolve("scaler.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "io.berth.scaler.ScalerApplication");
    builder
        .environment()
        .putAll(
            Map.of(
                "BERTH_KAFKA",
                servers,
                "BERTH_TOPIC_PREFIX",
                prefix,
                "BERTH_TOPIC_PARTITIONS",
                "2",
                "BERTH_PORT",
                "0",
                "BERTH_STATE_DIR",
                state.toString()));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    running.add(process::destroyForcibly);
    return process;
  }

  /** What the process that was started last has said. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** A topic as somebody else made it. */
  void make(Topic topic) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicDeclarations(prefix, 1, (short) -1).ensure(admin, List.of(topic));
    }
  }

  void publish(Event payload) {
    publisher.publish(payload).join();
  }

  /**
   * Publishes a policy, and samples of the day before until one is decided by it. They come before
   * every later sample of that application, so what follows is decided by this policy.
   */
  void follow(ScalingPolicy policy, Application app, Tape decisions) {
    publish(policy);
    AtomicReference<Instant> at = new AtomicReference<>(Shop.NOW.minus(Duration.ofDays(1)));
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              publish(
                  app.sample("dc-a", at.updateAndGet(last -> last.plusSeconds(60)), 600, 600, 600));
              return !decisions.read(app.in("dc-a").toString()).isEmpty();
            });
  }

  /** Bytes as they are, with the headers of an event of a type. */
  void publishRaw(Topic topic, String key, String type, String json) throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(prefix + topic.name(), key, json);
    record.headers().add("ce_type", type.getBytes()).add("ce_id", "raw-1".getBytes());
    raw.send(record).get();
  }

  Tape tape(Topic topic) {
    Tape tape = new Tape(servers, prefix + topic.name());
    running.add(tape);
    return tape;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
    publisher.close();
    raw.close();
  }
}
