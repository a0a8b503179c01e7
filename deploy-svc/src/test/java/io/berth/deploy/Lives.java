/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Position;
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
final class Lives {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }

  private final KubernetesClient client;
  private final WatchedCluster view;
  private final AppRef app;
  private final List<Order> orders = new ArrayList<>();
  private final List<Operation> topic = new CopyOnWriteArrayList<>();
  private int committed;

  Lives(
      KubernetesClient client, WatchedCluster view, AppRef app, List<ApplicationCommand> commands) {
    this.client = client;
    this.view = view;
    this.app = app;
    for (ApplicationCommand command : commands) {
      int offset = orders.size();
      orders.add(
          new Order(
              app.name() + "-" + offset,
              command,
              Instant.now().plusMillis(offset),
              new Position("berth.commands", 0, offset)));
    }
  }

  /**
   * Lives up to the step, or until every command has its verdict; says how many steps that took.
   */
  int live(int lastStep) {
    await().until(this::viewIsUpToDate);
    try (MortalService service = new MortalService(client, view, topic, lastStep)) {
      try {
        untilEverythingIsDone(service);
      } catch (MortalService.Death e) {
        assertThat(service.steps()).isGreaterThanOrEqualTo(lastStep);
      }
      return service.steps();
    }
  }

  /** A process that starts lists anew; all lives share one view, which lags by a moment. */
  private boolean viewIsUpToDate() {
    Deployment live =
        client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
    return version(Optional.ofNullable(live).flatMap(LiveApp::of)).equals(version(view.live(app)));
  }

  private static String version(Optional<LiveApp> live) {
    return live.map(it -> it.deployment().getMetadata().getResourceVersion()).orElse("none");
  }

  private void untilEverythingIsDone(MortalService service) {
    service.takeUp();
    for (int next = 0; next < orders.size(); next++) {
      Order order = orders.get(next);
      if (next == committed) {
        service.handle(order);
        committed++;
      }
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                service.look(app);
                return service.concluded(order.id());
              });
    }
    untilNothingIsOpen(service);
  }

  private void untilNothingIsOpen(MortalService service) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              service.look(app);
              return topic.stream()
                  .map(said -> said.ref().commandId())
                  .allMatch(service::concluded);
            });
  }

  /** The one verdict of each command. */
  List<Verdict> verdicts() {
    return orders.stream().map(this::verdict).toList();
  }

  private Verdict verdict(Order order) {
    List<Verdict> said =
        topic.stream()
            .filter(operation -> operation.ref().commandId().equals(order.id()))
            .filter(Concluded.class::isInstance)
            .map(operation -> ((Concluded) operation).verdict())
            .toList();
    assertThat(said).as("verdicts of " + order.id()).hasSize(1);
    return said.getFirst();
  }

  /** Its pods would cost the others time. */
  void end() {
    client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).delete();
  }

  /** What is live, without what is different in every run. */
  List<String> objects() {
    Deployment live =
        client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
    return Stream.concat(
            others().map(this::nameless),
            live == null
                ? Stream.of()
                : Stream.of(
                    "release " + live.getMetadata().getAnnotations().get(Marks.RELEASE),
                    "replicas " + live.getSpec().getReplicas(),
                    "template "
                        + nameless(client.getKubernetesSerialization().asJson(live.getSpec()))))
        .sorted()
        .toList();
  }

  private Stream<String> others() {
    var labels = Marks.selector(app.name());
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
