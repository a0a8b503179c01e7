/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.AppRef;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A few lives of the service after each other, and what outlives them: the cluster, the topics, the
 * committed offset. A command comes when the one before it has its verdict.
 */
public final class RestartSequence {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
  }

  private final KubernetesClient client;
  private final InformerAppCache cache;
  private final AppRef app;
  private final List<ReceivedCommand> orders = new ArrayList<>();
  private final List<Operation> topic = new CopyOnWriteArrayList<>();
  private int committed;

  public RestartSequence(
      KubernetesClient client,
      InformerAppCache cache,
      AppRef app,
      List<ApplicationCommand> commands) {
    this.client = client;
    this.cache = cache;
    this.app = app;
    for (ApplicationCommand command : commands) {
      int offset = orders.size();
      orders.add(
          new ReceivedCommand(
              app.name() + "-" + offset,
              command,
              Instant.now().plusMillis(offset),
              new RecordPosition("berth.commands", 0, offset)));
    }
  }

  /**
   * Lives up to the step, or until every command has its verdict; says how many steps that took.
   */
  public int run(int lastStep) {
    await().until(this::viewIsUpToDate);
    try (CrashingService service = new CrashingService(client, cache, topic, lastStep)) {
      try {
        untilEverythingIsDone(service);
      } catch (CrashingService.Death e) {
        assertThat(service.steps()).isGreaterThanOrEqualTo(lastStep);
      }
      return service.steps();
    }
  }

  /** A process that starts lists anew; all lives share one view, which lags by a moment. */
  private boolean viewIsUpToDate() {
    Deployment live =
        client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
    return version(Optional.ofNullable(live).flatMap(ObservedApp::of))
        .equals(version(cache.find(app)));
  }

  private static String version(Optional<ObservedApp> live) {
    return live.map(it -> it.deployment().getMetadata().getResourceVersion()).orElse("none");
  }

  private void untilEverythingIsDone(CrashingService service) {
    service.recover(orders);
    for (int next = 0; next < orders.size(); next++) {
      ReceivedCommand received = orders.get(next);
      if (next == committed) {
        service.handle(received);
        committed++;
      }
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                service.reconcile(app);
                return service.concluded(received.id());
              });
    }
    untilNothingIsOpen(service);
  }

  private void untilNothingIsOpen(CrashingService service) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              service.reconcile(app);
              return topic.stream()
                  .map(said -> said.ref().commandId())
                  .allMatch(service::concluded);
            });
  }

  /** The one verdict of each command. */
  public List<Verdict> verdicts() {
    return orders.stream().map(this::verdict).toList();
  }

  private Verdict verdict(ReceivedCommand received) {
    List<Verdict> said =
        topic.stream()
            .filter(operation -> operation.ref().commandId().equals(received.id()))
            .filter(Concluded.class::isInstance)
            .map(operation -> ((Concluded) operation).verdict())
            .toList();
    assertThat(said).as("verdicts of " + received.id()).hasSize(1);
    return said.getFirst();
  }

  /** Its pods would cost the others time. */
  public void end() {
    client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).delete();
  }

  /** What is live, without what is different in every run. */
  public List<String> objects() {
    Deployment live =
        client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
    return Stream.concat(
            others().map(this::nameless),
            live == null
                ? Stream.of()
                : Stream.of(
                    "release " + live.getMetadata().getAnnotations().get(Annotations.RELEASE),
                    "replicas " + live.getSpec().getReplicas(),
                    "template "
                        + nameless(client.getKubernetesSerialization().asJson(live.getSpec()))))
        .sorted()
        .toList();
  }

  private Stream<String> others() {
    var labels = Annotations.selector(app.name());
    var namespace = app.namespace();
    return Stream.<List<? extends HasMetadata>>of(
            client.services().inNamespace(namespace).withLabels(labels).list().getItems(),
            client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems(),
            client
                .apps()
                .controllerRevisions()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(object -> object.getKind() + "/" + object.getMetadata().getName());
  }

  private String nameless(String text) {
    return text.replace(app.name(), "app");
  }
}
