/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import io.berth.simulator.api.ApiServer;
import io.berth.simulator.controllers.ControlLoop;
import io.berth.simulator.controllers.DeploymentController;
import io.berth.simulator.controllers.DisruptionBudgetController;
import io.berth.simulator.controllers.EndpointsController;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.controllers.GarbageCollector;
import io.berth.simulator.controllers.NamespaceController;
import io.berth.simulator.controllers.QuotaController;
import io.berth.simulator.controllers.ReplicaSetController;
import io.berth.simulator.controllers.Scheduler;
import io.berth.simulator.forward.ForwardLogShipper;
import io.berth.simulator.jobs.CronJobController;
import io.berth.simulator.jobs.JobController;
import io.berth.simulator.kubelet.KubeletServer;
import io.berth.simulator.kubelet.LogShipper;
import io.berth.simulator.kubelet.MetricsServer;
import io.berth.simulator.kubelet.NodeController;
import io.berth.simulator.kubelet.PodBehavior;
import io.berth.simulator.kubelet.PodStreams;
import io.berth.simulator.kubelet.SimulatedKubelets;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.statefulset.StatefulSetController;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import io.berth.simulator.volumes.ClaimBinder;
import io.berth.simulator.volumes.PodClaims;
import io.berth.simulator.volumes.StorageClasses;
import io.berth.simulator.volumes.VolumeProtection;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubernetes cluster that only looks like one: an API server on loopback, with controllers, a
 * scheduler and nodes whose pods start, work, write logs and fail on demand. It says that it is
 * simulated: in {@code /version}, in its nodes' names and labels. Nothing is kept when it closes.
 */
public final class SimulatedCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int CHANGES_KEPT = 5000;

  private final String name;
  private final Vertx vertx;
  private final HttpServer server;
  private final ControlLoop loop;
  private final Store store;
  private final @Nullable ForwardLogShipper shipping;

  private SimulatedCluster(ClusterSettings settings) {
    Clock clock = Clock.systemUTC();
    this.name = settings.name();
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    this.store = new Store(CHANGES_KEPT, clock.instant().getEpochSecond());
    this.shipping =
        settings.forward().isEmpty() ? null : new ForwardLogShipper(name, settings.forward());
    RestStorage objects = new RestStorage(store, clock);
    ObjectDeletion deletion = new ObjectDeletion(store, clock);
    EventRecorder events = new EventRecorder(objects, clock);
    SimulatedKubelets kubelets =
        new SimulatedKubelets(
            store,
            objects,
            events,
            settings.timings(),
            shipping == null ? LogShipper.NONE : shipping);
    MetricsServer metrics = new MetricsServer(kubelets, clock);
    List.of("default", "kube-system").forEach(n -> namespace(objects, n));
    new StorageClasses(objects).createStandard();
    NodeController nodes = new NodeController(store, objects, events);
    nodes.create(
        name,
        kubeletPorts(settings, new KubeletServer(kubelets, metrics, clock)),
        ApiServer.version(),
        clock.instant());
    Scheduler scheduler =
        new Scheduler(
            store,
            objects,
            events,
            new PodClaims(objects),
            p ->
                PodBehavior.of(p, JsonTrees.at(p, "spec", "containers").path(0), clock.instant())
                    == PodBehavior.UNSCHEDULABLE);
    this.loop =
        new ControlLoop(
            store,
            clock,
            List.of(
                nodes,
                new NamespaceController(store, objects, deletion),
                new DeploymentController(store, objects, events),
                new ReplicaSetController(store, objects, deletion, events),
                new StatefulSetController(store, objects, deletion, events),
                new CronJobController(store, objects, deletion, events),
                new JobController(store, objects, deletion, events, settings.timings()::backOff),
                scheduler,
                new ClaimBinder(store, objects, events),
                new VolumeProtection(store, objects),
                new EndpointsController(store, objects),
                new QuotaController(store, objects),
                new DisruptionBudgetController(store, objects),
                new GarbageCollector(store, objects, deletion)),
            kubelets);
    PodStreams streams = new PodStreams(kubelets, store, clock);
    this.server =
        new ApiServer(vertx, store, objects, deletion, streams, metrics)
            .listen(HOST, settings.port());
    loop.start();
  }

  private List<Integer> kubeletPorts(ClusterSettings settings, KubeletServer kubelet) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 1; i <= settings.nodes(); i++) {
      ports.add(kubelet.listen(vertx, HOST, "simulated-" + name + "-" + i).actualPort());
    }
    return ports;
  }

  private static void namespace(RestStorage objects, String name) {
    ObjectNode namespace = JsonTrees.object();
    ObjectMeta.of(namespace).put("name", name);
    objects.create(ApiResources.NAMESPACES, "", namespace, WriteOptions.INTERNAL);
  }

  /** Starts one for tests, on a free port, with quick timings. */
  public static SimulatedCluster start(String name) {
    return start(ClusterSettings.forTests(name));
  }

  public static SimulatedCluster start(ClusterSettings settings) {
    return new SimulatedCluster(settings);
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://" + HOST + ":" + server.actualPort();
  }

  /** A kubeconfig as YAML; the cluster asks for no credentials. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
        users: [{name: %1$s, user: {token: simulated}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
        current-context: %1$s
        """
        .formatted(name, url());
  }

  /** Writes the kubeconfig and returns its path. */
  public Path writeKubeconfig(Path file) {
    try {
      return Files.writeString(file, kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the kubeconfig " + file, e);
    }
  }

  /** Forgets the log of changes, so that watches from before get 410 and list again. */
  public void forgetChanges() {
    store.compact();
  }

  @Override
  public void close() {
    try {
      loop.close();
    } catch (Exception e) {
      throw new IllegalStateException("the simulated cluster " + name + " did not stop", e);
    } finally {
      if (shipping != null) {
        shipping.close();
      }
      vertx.close().await();
    }
  }
}
