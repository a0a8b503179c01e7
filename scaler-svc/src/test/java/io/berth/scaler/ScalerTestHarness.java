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
import io.berth.scaler.scaling.ScalingScenario;
import io.berth.stream.SideBySideStart;
import io.berth.teststack.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A scaler on the real broker with topics of its own, and hands to feed it. */
final class ScalerTestHarness implements AutoCloseable {

  static {
    // Long enough for a slow machine; only ends tests that hang.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  final String servers;
  final String prefix = TestStack.shared().freshTopicPrefix();

  private final Producer<String, String> raw;
  private final EventPublisher publisher;
  private final List<AutoCloseable> running = new ArrayList<>();
  private Path output = Path.of("none yet");

  ScalerTestHarness() {
    this(TestStack.shared().bootstrapServers());
  }

  ScalerTestHarness(String servers) {
    this.servers = servers;
    Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    Producer<String, Envelope<? extends Event>> producer =
        new KafkaProducer<>(config, new StringSerializer(), new CloudEventSerializer());
    raw = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    publisher = new EventPublisher(producer, "/test", prefix);
  }

  /** Starts it in this JVM and waits until it is ready. */
  ConfigurableApplicationContext start() throws IOException {
    ConfigurableApplicationContext context = launch();
    awaitReady(context);
    return context;
  }

  /** Starts it in this JVM. */
  ConfigurableApplicationContext launch() throws IOException {
    ConfigurableApplicationContext context =
        SideBySideStart.run(
            ScalerApplication.class,
            "--server.port=0",
            "--berth.kafka=" + servers,
            "--berth.topic.prefix=" + prefix,
            "--berth.topic.partitions=2",
            "--berth.state-dir=" + Files.createTempDirectory("scaler"));
    running.add(context);
    return context;
  }

  static void awaitReady(ConfigurableApplicationContext context) {
    await().until(() -> health(context).getStatus().equals(Status.UP));
  }

  static Health health(ConfigurableApplicationContext context) {
    return context.getBean("kafkaHealthIndicator", HealthIndicator.class).health();
  }

  /** A page of its web server. */
  static String get(ConfigurableApplicationContext context, String path) throws Exception {
    return answer(HttpRequest.newBuilder(uri(context, path)).build()).body();
  }

  /** The status that its web server answers with. */
  static int post(ConfigurableApplicationContext context, String path, String json)
      throws Exception {
    return answer(
            HttpRequest.newBuilder(uri(context, path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build())
        .statusCode();
  }

  private static URI uri(ConfigurableApplicationContext context, String path) {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://localhost:" + port + path);
  }

  private static HttpResponse<String> answer(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
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

  /** The output of the last started process. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Creates a topic outside of the service. */
  void create(Topic topic) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicDeclarations(prefix, 2, (short) -1).ensure(admin, List.of(topic));
    }
  }

  /** Deletes a topic with all of its records. */
  void delete(Topic topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.deleteTopics(List.of(prefix + topic.name())).all().get();
    }
  }

  void publish(Event payload) {
    publisher.publish(payload).join();
  }

  /**
   * Publishes a policy, and samples of the day before until one is decided by it. They come before
   * every later sample of that application, so what follows is decided by this policy.
   */
  void follow(ScalingPolicy policy, TestApplication app, DecisionRecorder decisions) {
    publish(policy);
    AtomicReference<Instant> at =
        new AtomicReference<>(ScalingScenario.NOW.minus(Duration.ofDays(1)));
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

  DecisionRecorder recorder(Topic topic) {
    DecisionRecorder recorder = new DecisionRecorder(servers, prefix + topic.name());
    running.add(recorder);
    return recorder;
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
