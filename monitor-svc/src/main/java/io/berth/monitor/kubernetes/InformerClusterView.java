/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.ClusterView;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The informers' caches. Starts even while the API server is unreachable; informers reconnect. */
final class InformerClusterView implements ClusterView, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(InformerClusterView.class);

  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Node> nodes;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<ReplicaSet> replicaSets;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<Event> events;
  private final AtomicReference<@Nullable Instant> disconnectedSince = new AtomicReference<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  InformerClusterView(KubernetesClient client, ChangeQueue changes) {
    pods = client.pods().inAnyNamespace().runnableInformer(0);
    nodes = client.nodes().runnableInformer(0);
    deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
    replicaSets = client.apps().replicaSets().inAnyNamespace().runnableInformer(0);
    namespaces = client.namespaces().runnableInformer(0);
    events = client.v1().events().inAnyNamespace().runnableInformer(0);
    pods.addEventHandler(new ChangeHandler<>(changes::pod, changes::podDeleted));
    nodes.addEventHandler(new ChangeHandler<>(changes::node, changes::node));
    deployments.addEventHandler(new ChangeHandler<>(changes::deployment, changes::deployment));
    namespaces.addEventHandler(new ChangeHandler<>(changes::namespace, changes::namespace));
    events.addEventHandler(new ChangeHandler<>(changes::event, _ -> {}));
  }

  void start() {
    all()
        .forEach(
            informer -> {
              informer.exceptionHandler(
                  (_, problem) -> {
                    failure.set(
                        informer.getApiTypeClass().getSimpleName() + ": " + problem.getMessage());
                    LOG.warn(
                        "The watch of {} failed, retrying: {}",
                        informer.getApiTypeClass().getSimpleName(),
                        problem.getMessage());
                    return true;
                  });
              informer.start();
            });
  }

  /** Whether every informer has synced. */
  boolean synced() {
    return all().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Since when a watch is disconnected; null while all are connected. */
  @Nullable Instant disconnectedSince(Instant now) {
    boolean watching = all().allMatch(informer -> informer.isWatching() && informer.isRunning());
    if (watching) {
      disconnectedSince.set(null);
      failure.set(null);
      return null;
    }
    disconnectedSince.compareAndSet(null, now);
    return disconnectedSince.get();
  }

  /** The last failure; null while all watches are connected. */
  @Nullable String failure() {
    return failure.get();
  }

  private Stream<SharedIndexInformer<? extends HasMetadata>> all() {
    return Stream.of(namespaces, nodes, deployments, replicaSets, pods, events);
  }

  @Override
  public Collection<Pod> pods() {
    return List.copyOf(pods.getStore().list());
  }

  @Override
  public Collection<Deployment> deployments() {
    return List.copyOf(deployments.getStore().list());
  }

  @Override
  public Collection<Node> nodes() {
    return List.copyOf(nodes.getStore().list());
  }

  @Override
  public Collection<Event> events() {
    return List.copyOf(events.getStore().list());
  }

  @Override
  public @Nullable Pod pod(String namespace, String name) {
    return pods.getStore().getByKey(namespace + "/" + name);
  }

  @Override
  public @Nullable Deployment deployment(String namespace, String name) {
    return deployments.getStore().getByKey(namespace + "/" + name);
  }

  @Override
  public @Nullable ReplicaSet replicaSet(String namespace, String name) {
    return replicaSets.getStore().getByKey(namespace + "/" + name);
  }

  @Override
  public @Nullable Node node(String name) {
    return nodes.getStore().getByKey(name);
  }

  @Override
  public @Nullable Namespace namespace(String name) {
    return namespaces.getStore().getByKey(name);
  }

  @Override
  public void close() {
    all().forEach(SharedIndexInformer::stop);
  }

  /** Only enqueues the change: a watch must never wait for Kafka. */
  private record ChangeHandler<T>(
      java.util.function.Consumer<T> changed, java.util.function.Consumer<T> deleted)
      implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      changed.accept(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      changed.accept(now);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      deleted.accept(object);
    }
  }
}
