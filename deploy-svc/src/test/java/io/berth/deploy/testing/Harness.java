/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static org.awaitility.Awaitility.await;

import io.berth.deploy.DeployApplication;
import io.berth.deploy.DeployLifecycle;
import io.berth.deploy.kubernetes.KubernetesClients;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.command.Command;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.simulator.SimulatedCluster;
import io.berth.stream.SideBySideStart;
import io.berth.teststack.TestStack;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the service on a real broker and a cluster, and gives access to what it published. */
public final class Harness implements AutoCloseable {

  static {
    // Ends hanging tests; exceptions of another class's service are not this test's.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(200));
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  public static final String CLUSTER = "dc-a";
  public final String prefix;
  public final KubernetesClient cluster;
  public final ApiServerOutage outage;
  private final String name;
  private final String kafka;
  private final Path kubeconfig;
  public final CommandSender sender;
  private final PublishedEvents events;
  private final List<String> more;
  private @Nullable SimulatedCluster simulated;
  private ConfigurableApplicationContext service;
  private int clusters = 1;

  /** The service, running, on a simulated cluster that ends with it. */
  public static Harness running(String... more) {
    Harness harness = idle(more);
    harness.start();
    return harness;
  }

  /**
   * A simulated cluster that ends with it; the service is to be started.
   *
   * @param more arguments, in which {@code {cluster}} is the cluster's address: a registry, too
   */
  public static Harness idle(String... more) {
    return idle(CLUSTER, TestStack.shared().freshTopicPrefix(), List.of(more));
  }

  /** Another cluster of the same fleet. */
  public static Harness idle(String name, String prefix, List<String> more) {
    SimulatedCluster simulated = RoomyCluster.start(name);
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
      harness.createNamespace("shop");
      return harness;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param more arguments, such as {@code --berth.registry.pin=never} on a real cluster, whose
   *     images lie on its node and in no registry
   */
  public Harness(Path given, Path directory, String... more) throws IOException {
    this(CLUSTER, TestStack.shared().freshTopicPrefix(), given, directory, List.of(more));
  }

  private Harness(String name, String prefix, Path given, Path directory, List<String> more)
      throws IOException {
    this.name = name;
    this.prefix = prefix;
    this.more = more;
    this.kubeconfig = Files.copy(given, directory.resolve("kubeconfig-" + name));
    this.cluster = KubernetesClients.open(kubeconfig.toString());
    URI server = URI.create(cluster.getMasterUrl().toString());
    this.outage = new ApiServerOutage(server);
    Files.writeString(
        kubeconfig,
        Files.readString(kubeconfig).replace(":" + server.getPort(), ":" + outage.port()));
    this.kafka =
        more.stream()
            .filter(it -> it.startsWith("--berth.kafka="))
            .map(it -> it.substring("--berth.kafka=".length()))
            .findFirst()
            .orElseGet(TestStack.shared()::bootstrapServers);
    this.sender = new CommandSender(kafka, prefix);
    this.events = new PublishedEvents(kafka, prefix);
  }

  public SimulatedCluster simulated() {
    return Objects.requireNonNull(simulated, "it runs on a real cluster");
  }

  public void start() {
    service = SideBySideStart.run(DeployApplication.class, arguments());
    await().until(() -> service.getBean(DeployLifecycle.class).kafkaTrouble().isEmpty());
    events.listen();
  }

  /** As a process of its own, beside others; what it says stands in target/processes. */
  public ChildProcess startProcess(String called) {
    Path log = Path.of("target", "processes", called + ".log");
    return ChildProcess.start(log, events::listen, arguments());
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
                "--berth.rollout.grace.fatal=1s",
                "--berth.rollout.grace.crash=2s",
                "--berth.rollout.grace.unschedulable=2s",
                "--berth.rollout.grace.not-ready=4s",
                "--server.port=0"));
    arguments.removeIf(it -> more.stream().anyMatch(own -> own.startsWith(it.split("=")[0] + "=")));
    arguments.addAll(more);
    return arguments.toArray(String[]::new);
  }

  public <T> T bean(Class<T> type) {
    return service.getBean(type);
  }

  public String page(String path) throws IOException, InterruptedException {
    return ServicePages.read(service, path);
  }

  public void stop() {
    service.close();
  }

  /** Another instance begins beside the one that runs; that one is returned. */
  public ConfigurableApplicationContext startAnother() {
    ConfigurableApplicationContext before = service;
    start();
    return before;
  }

  /** Sends a command under a new id and returns that. */
  public String send(Command command) {
    return send(UUID.randomUUID().toString(), command);
  }

  public String send(String id, Command command) {
    publish(Envelope.of(id, "/test", Instant.now(), command));
    return id;
  }

  public void publish(Envelope<? extends Event> envelope) {
    sender.send(envelope);
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    sender.send(record);
  }

  /** Everything said about a command up to its verdict. */
  public List<Operation> untilVerdict(String id) {
    await().pollInterval(Duration.ofMillis(50)).until(() -> everywhere(id, Harness::isVerdict));
    return operationsOf(id);
  }

  public void expectVerdictsOf(int clusters) {
    this.clusters = clusters;
  }

  private boolean everywhere(String id, Predicate<Operation> said) {
    Stream<Operation> found = operationsOf(id).stream().filter(said);
    return found.map(it -> it.ref().cluster()).distinct().count() >= clusters;
  }

  public Operation verdict(String id) {
    return untilVerdict(id).stream().filter(Harness::isVerdict).toList().getLast();
  }

  public Concluded concluded(String id) {
    return (Concluded) verdict(id);
  }

  public Rejected rejected(String id) {
    return (Rejected) verdict(id);
  }

  public List<Operation> operationsOf(String id) {
    return events.operations(ref -> ref.commandId().equals(id));
  }

  public List<Operation> operationsOn(AppRef app) {
    return events.operations(ref -> ref.app().equals(app));
  }

  public List<ConsumerRecord<byte[], byte[]>> deadLetters(String key) {
    return events.deadLetters(key);
  }

  public Map<String, Event> apps() {
    return events.apps();
  }

  /** What roll-outs of it waited for, in words. */
  public List<String> waitReasons(String id) {
    return operationsOf(id).stream().flatMap(Harness::waitReason).toList();
  }

  private static Stream<String> waitReason(Operation said) {
    return said instanceof Progressing step ? Stream.ofNullable(step.waitingFor()) : Stream.of();
  }

  public void awaitPromote(String id) {
    String last = "waits for Promote";
    await().until(() -> everywhere(id, it -> waitReason(it).anyMatch(why -> why.endsWith(last))));
  }

  public void createNamespace(String name) {
    cluster
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  public @Nullable Deployment live(AppRef app) {
    return cluster.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
  }

  public int replicas(AppRef app) {
    return live(app).getSpec().getReplicas();
  }

  public String image(AppRef app) {
    return live(app).getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  public static boolean isVerdict(Operation operation) {
    return operation instanceof Concluded || operation instanceof Rejected;
  }

  @Override
  public void close() throws Exception {
    if (service != null) {
      service.close();
    }
    sender.close();
    events.close();
    cluster.close();
    outage.close();
    if (simulated != null) {
      simulated.close();
    }
  }
}
