/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observing.ClusterView;
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

/** What the watches say. Starts while the API server is away, and goes on when it comes back. */
final class ClusterCache implements ClusterView, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterCache.class);

  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Node> nodes;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<ReplicaSet> replicaSets;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<Event> events;
  private final AtomicReference<@Nullable Instant> silentSince = new AtomicReference<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  ClusterCache(KubernetesClient client, Changes changes) {
    pods = client.pods().inAnyNamespace().runnableInformer(0);
    nodes = client.nodes().runnableInformer(0);
    deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
    replicaSets = client.apps().replicaSets().inAnyNamespace().runnableInformer(0);
    namespaces = client.namespaces().runnableInformer(0);
    events = client.v1().events().inAnyNamespace().runnableInformer(0);
    pods.addEventHandler(new Handler<>(changes::pod, changes::podGone));
    nodes.addEventHandler(new Handler<>(changes::node, changes::node));
    deployments.addEventHandler(new Handler<>(changes::deployment, changes::deployment));
    namespaces.addEventHandler(new Handler<>(changes::namespace, changes::namespace));
    events.addEventHandler(new Handler<>(changes::event, _ -> {}));
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
                        "Watch of {} failed and is tried again: {}",
                        informer.getApiTypeClass().getSimpleName(),
                        problem.getMessage());
                    return true;
                  });
              informer.start();
            });
  }

  /** Whether everything was listed once. */
  boolean synced() {
    return all().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Since when not every watch is there; null while all are. */
  @Nullable Instant silentSince(Instant now) {
    boolean watching = all().allMatch(informer -> informer.isWatching() && informer.isRunning());
    if (watching) {
      silentSince.set(null);
      failure.set(null);
      return null;
    }
    silentSince.compareAndSet(null, now);
    return silentSince.get();
  }

  /** What went wrong last; null while all is well. */
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

  /** Notes what changed and does nothing else: a watch must never wait for Kafka. */
  private record Handler<T>(
      java.util.function.Consumer<T> changed, java.util.function.Consumer<T> gone)
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
      gone.accept(object);
    }
  }
}
