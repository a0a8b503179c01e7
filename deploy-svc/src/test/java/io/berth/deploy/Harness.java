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
import io.berth.events.command.Command;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.localstack.TestStack;
import io.berth.localstack.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a real broker and a cluster, with what it said within reach. */
final class Harness implements AutoCloseable {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }

  static final String CLUSTER = "dc-a";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  final String prefix;
  final KubernetesClient cluster;
  final Outage outage;
  private final String name;
  private final String kafka;
  private final Path kubeconfig;
  private final Sender sender;
  private final Heard heard;
  private final List<String> more;
  private @Nullable SimulatedCluster simulated;
  private ConfigurableApplicationContext service;

  /** The service, running, on a simulated cluster that ends with it. */
  static Harness running(String... more) {
    Harness harness = idle(more);
    harness.start();
    return harness;
  }

  /**
   * A simulated cluster that ends with it; the service is to be started.
   *
   * @param more arguments, in which {@code {cluster}} is the cluster's address: a registry, too
   */
  static Harness idle(String... more) {
    return idle(CLUSTER, TestStack.shared().freshTopicPrefix(), List.of(more));
  }

  /** Another cluster of the same fleet. */
  static Harness idle(String name, String prefix, List<String> more) {
    SimulatedCluster simulated = SimulatedCluster.start(name);
    try {
      Path directory = Files.createTempDirectory("harness-");
      Path given = simulated.writeKubeconfig(directory.resolve("given"));
      List<String> arguments = new ArrayList<>(more);
      if (arguments.stream().noneMatch(it -> it.startsWith("--berth.registry.endpoints="))) {
        arguments.add("--berth.registry.endpoints=*={cluster}");
      }
      arguments.replaceAll(it -> it.replace("{cluster}", simulated.url()));
      Harness harness = new Harness(name, prefix, given, directory, arguments);
      harness.simulated = simulated;
      return harness;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param more arguments, such as {@code --berth.registry.pin=never} on a real cluster, whose
   *     images lie on its node and in no registry
   */
  Harness(Path given, Path directory, String... more) throws IOException {
    this(CLUSTER, TestStack.shared().freshTopicPrefix(), given, directory, List.of(more));
  }

  private Harness(String name, String prefix, Path given, Path directory, List<String> more)
      throws IOException {
    this.name = name;
    this.prefix = prefix;
    this.more = more;
    this.kubeconfig = Files.copy(given, directory.resolve("kubeconfig-" + name));
    this.cluster = Connection.open(kubeconfig.toString());
    URI server = URI.create(cluster.getMasterUrl().toString());
    this.outage = new Outage(server);
    Files.writeString(
        kubeconfig,
        Files.readString(kubeconfig).replace(":" + server.getPort(), ":" + outage.port()));
    this.kafka =
        more.stream()
            .filter(it -> it.startsWith("--berth.kafka="))
            .map(it -> it.substring("--berth.kafka=".length()))
            .findFirst()
            .orElseGet(TestStack.shared()::bootstrapServers);
    this.sender = new Sender(kafka, prefix);
    this.heard = new Heard(kafka, prefix);
  }

  SimulatedCluster simulated() {
    return Objects.requireNonNull(simulated, "it runs on a real cluster");
  }

  void start() {
    service = SpringApplication.run(DeployApplication.class, arguments());
    await().until(() -> service.getBean(DeployService.class).kafkaTrouble().isEmpty());
    heard.listen();
  }

  /** As a process of its own, beside others; what it says stands in target/processes. */
  ChildProcess startProcess(String called) {
    Path log = Path.of("target", "processes", called + ".log");
    ChildProcess process = ChildProcess.start(log, arguments());
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(
            () -> {
              heard.listen();
              return true;
            });
    return process;
  }

  private String[] arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--berth.kafka=" + kafka,
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

  <T> T bean(Class<T> type) {
    return service.getBean(type);
  }

  String page(String path) throws IOException, InterruptedException {
    String port = service.getEnvironment().getProperty("local.server.port");
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  void stop() {
    service.close();
  }

  /** Another instance begins beside the one that runs; that one is returned. */
  ConfigurableApplicationContext startAnother() {
    ConfigurableApplicationContext before = service;
    start();
    return before;
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
    sender.send(envelope);
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    sender.send(record);
  }

  /** Everything said about a command up to its verdict. */
  List<Operation> untilVerdict(String id) {
    await()
        .atMost(Duration.ofMinutes(4))
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
    return heard.operations().stream()
        .filter(operation -> operation.ref().commandId().equals(id))
        .toList();
  }

  List<Operation> about(AppRef app) {
    return heard.operations().stream()
        .filter(operation -> operation.ref().app().equals(app))
        .toList();
  }

  List<ConsumerRecord<byte[], byte[]>> dead() {
    return heard.dead();
  }

  Map<String, Event> apps() {
    return heard.apps();
  }

  /** What roll-outs of it waited for, in words. */
  List<String> waits(String id) {
    return said(id).stream()
        .filter(Progressing.class::isInstance)
        .map(said -> ((Progressing) said).waitingFor())
        .filter(Objects::nonNull)
        .toList();
  }

  void awaitPromote(String id) {
    await().until(() -> waits(id).stream().anyMatch(text -> text.endsWith("waits for Promote")));
  }

  /** The Deployment of that name; of none where it is not there. */
  @Nullable Deployment live(AppRef app) {
    return cluster.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
  }

  int replicas(AppRef app) {
    return live(app).getSpec().getReplicas();
  }

  String image(AppRef app) {
    return live(app).getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  static boolean isVerdict(Operation operation) {
    return operation instanceof Concluded || operation instanceof Rejected;
  }

  @Override
  public void close() throws Exception {
    if (service != null) {
      service.close();
    }
    sender.close();
    heard.close();
    cluster.close();
    outage.close();
    if (simulated != null) {
      simulated.close();
    }
  }
}
