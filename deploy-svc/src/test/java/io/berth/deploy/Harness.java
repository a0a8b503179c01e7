/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static org.awaitility.Awaitility.await;

import io.berth.deploy.kubernetes.Connection;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topics;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.Received;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.localstack.TestStack;
import io.berth.localstack.cluster.SimulatedCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a real broker and a cluster, with what it said within reach. */
final class Harness implements AutoCloseable {

  static final String CLUSTER = "dc-a";
  final String prefix;
  private final String name;
  final KubernetesClient cluster;
  final Outage outage;
  private final Path kubeconfig;
  private final EventPublisher publisher;
  private final KafkaProducer<byte[], byte[]> raw;
  private final KafkaConsumer<byte[], byte[]> reader;
  private final List<Operation> heard = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> dead = new CopyOnWriteArrayList<>();
  private final Map<String, Event> apps = new HashMap<>();
  private final List<String> more;
  private ConfigurableApplicationContext service;

  Harness(SimulatedCluster simulated, Path directory) throws Exception {
    this(
        simulated.writeKubeconfig(directory.resolve("given")),
        directory,
        "--berth.registry.endpoints=*=" + simulated.url());
  }

  /**
   * @param more arguments, such as {@code --berth.registry.pin=never} on a real cluster, whose
   *     images lie on its node and in no registry
   */
  Harness(Path given, Path directory, String... more) throws Exception {
    this(CLUSTER, TestStack.shared().freshTopicPrefix(), given, directory, more);
  }

  /** Another cluster of the same fleet. */
  Harness(String name, String prefix, SimulatedCluster simulated, Path directory) throws Exception {
    this(
        name,
        prefix,
        simulated.writeKubeconfig(directory.resolve("given-" + name)),
        directory,
        "--berth.registry.endpoints=*=" + simulated.url());
  }

  private Harness(String name, String prefix, Path given, Path directory, String... more)
      throws Exception {
    this.name = name;
    this.prefix = prefix;
    this.more = List.of(more);
    this.kubeconfig = Files.copy(given, directory.resolve("kubeconfig-" + name));
    this.cluster = Connection.open(kubeconfig.toString());
    URI server = URI.create(cluster.getMasterUrl().toString());
    this.outage = new Outage(server);
    Files.writeString(
        kubeconfig,
        Files.readString(kubeconfig).replace(":" + server.getPort(), ":" + outage.port()));
    this.publisher =
        new EventPublisher(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.shared().bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new CloudEventSerializer()),
            "/test",
            prefix);
    this.raw =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                TestStack.shared().bootstrapServers(),
                "max.request.size",
                4 << 20,
                "compression.type",
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  void start() {
    service = SpringApplication.run(DeployApplication.class, arguments());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> service.getBean(DeployService.class).kafkaTrouble().isEmpty());
    listen();
  }

  /** As a process of its own, beside others; what it says stands in target/processes. */
  ServiceProcess startProcess(String called) {
    Path log = Path.of("target", "processes", called + ".log");
    ServiceProcess process = ServiceProcess.start(log, arguments());
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(
            () -> {
              listen();
              return true;
            });
    return process;
  }

  private String[] arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--berth.kafka=" + TestStack.shared().bootstrapServers(),
                "--berth.topic.prefix=" + prefix,
                "--berth.topic.partitions=2",
                "--berth.cluster=" + name,
                "--berth.kubeconfig=" + kubeconfig,
                "--berth.patience.certain=1s",
                "--berth.patience.crash=2s",
                "--berth.patience.place=2s",
                "--berth.patience.unready=4s",
                "--server.port=0"));
    arguments.removeIf(it -> more.stream().anyMatch(own -> own.startsWith(it.split("=")[0] + "=")));
    arguments.addAll(more);
    return arguments.toArray(String[]::new);
  }

  int port() {
    return Integer.parseInt(service.getEnvironment().getProperty("local.server.port"));
  }

  void stop() {
    service.close();
  }

  private void listen() {
    if (!reader.assignment().isEmpty()) {
      return;
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic :
        List.of(
            Topics.OPERATIONS.name(), Topics.APPS.name(), Topics.COMMANDS.deadLetters().name())) {
      var all = reader.partitionsFor(prefix + topic);
      if (all.isEmpty()) {
        throw new IllegalStateException("the service has not made all its topics yet");
      }
      all.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  /** Sends a command under a new id and returns that. */
  String send(Command command) {
    return send(UUID.randomUUID().toString(), command);
  }

  String send(String id, Command command) {
    publish(Envelope.of(id, "/test", Instant.now(), command));
    return id;
  }

  void publish(Envelope<? extends Event> envelope) {
    publisher.publish(envelope).join();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    raw.send(record);
    raw.flush();
  }

  /** Everything said about a command up to its verdict. */
  List<Operation> untilVerdict(String id) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> said(id).stream().anyMatch(Harness::isVerdict));
    return said(id);
  }

  Operation verdict(String id) {
    return untilVerdict(id).getLast();
  }

  Concluded concluded(String id) {
    return (Concluded) verdict(id);
  }

  Rejected rejected(String id) {
    return (Rejected) verdict(id);
  }

  List<Operation> said(String id) {
    poll();
    return heard.stream().filter(operation -> operation.ref().commandId().equals(id)).toList();
  }

  List<Operation> about(AppRef app) {
    poll();
    return heard.stream().filter(operation -> operation.ref().app().equals(app)).toList();
  }

  List<ConsumerRecord<byte[], byte[]>> dead() {
    poll();
    return dead;
  }

  Map<String, Event> apps() {
    poll();
    return apps;
  }

  private synchronized void poll() {
    CloudEventDeserializer events = new CloudEventDeserializer();
    reader
        .poll(Duration.ofMillis(20))
        .forEach(
            record -> {
              if (record.topic().endsWith(Topics.DEAD_LETTERS_SUFFIX)) {
                dead.add(record);
              } else if (record.topic().equals(prefix + Topics.APPS.name())) {
                note(record, events);
              } else if (events.deserialize(record.topic(), record.headers(), record.value())
                  instanceof Received.Readable readable) {
                heard.add((Operation) readable.envelope().payload());
              }
            });
  }

  private void note(ConsumerRecord<byte[], byte[]> record, CloudEventDeserializer events) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (events.deserialize(record.topic(), record.headers(), record.value())
        instanceof Received.Readable readable) {
      apps.put(key, readable.envelope().payload());
    } else {
      apps.remove(key);
    }
  }

  static boolean isVerdict(Operation operation) {
    return operation instanceof Concluded || operation instanceof Rejected;
  }

  @Override
  public void close() throws Exception {
    if (service != null) {
      service.close();
    }
    publisher.close();
    raw.close();
    reader.close();
    cluster.close();
    outage.close();
  }
}
