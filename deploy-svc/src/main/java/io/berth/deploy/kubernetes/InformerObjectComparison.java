/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.drift.Drift;
import io.berth.deploy.drift.ObjectComparison;
import io.berth.deploy.drift.ObjectDiff;
import io.berth.deploy.drift.ReplicaOwnership;
import io.berth.deploy.drift.ReplicaOwnership.RestoredBy;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.manifest.SpecFieldWriter;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.release.Release;
import io.berth.deploy.workload.GoverningService;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what runs the pods and the Services, as the informers know them, with what Berth would
 * write.
 */
public final class InformerObjectComparison implements ObjectComparison {

  private final String name;
  private final KubernetesClient client;
  private final InformerAppCache cache;
  private final Cluster cluster;
  private final ServerCapabilities capabilities;
  private final ReleaseHistory releases;
  private final BiPredicate<String, AppRef> scalingActive;

  /**
   * @param scalingActive whether a scaling policy is in force in a cluster for an application
   */
  public InformerObjectComparison(
      String name,
      KubernetesClient client,
      InformerAppCache cache,
      Cluster cluster,
      BiPredicate<String, AppRef> scalingActive) {
    this.name = name;
    this.client = client;
    this.cache = cache;
    this.cluster = cluster;
    this.capabilities = cache.capabilities();
    this.releases = new ReleaseHistory(client);
    this.scalingActive = scalingActive;
  }

  @Override
  public String fingerprint(ObservedApp live) {
    var metadata = live.deployment().getMetadata();
    Map<String, String> annotations = new TreeMap<>(metadata.getAnnotations());
    annotations.keySet().removeIf(mark -> !mark.startsWith("berth.io/"));
    return metadata.getGeneration()
        + "/"
        + Integer.toHexString(annotations.hashCode())
        + "/"
        + Integer.toHexString(new TreeMap<>(metadata.getLabels()).hashCode())
        + "/"
        + services(live)
            .map(it -> it.getMetadata().getResourceVersion())
            .collect(Collectors.joining("/"));
  }

  @Override
  public boolean hasForeignChanges(ObservedApp live) {
    return ObjectDiff.hasForeignChanges(json(live.deployment()))
        || services(live).anyMatch(service -> ObjectDiff.hasForeignChanges(json(service)));
  }

  @Override
  public List<Drift> drifts(ObservedApp live) {
    ReplicaOwnership count = replicas(live);
    Optional<DesiredState> wanted = desiredState(live, count, count.compared());
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Drift> drifts = new ArrayList<>();
    for (HasMetadata object : AppManifests.of(wanted.get())) {
      switch (object.getKind()) {
        case "Deployment" -> drifts.addAll(compared(object, live.deployment()));
        case "StatefulSet" ->
            cache
                .statefulSet(live.app().namespace(), live.app().name())
                .ifPresent(there -> drifts.addAll(compared(object, there)));
        case "Service" -> drifts.addAll(service(object, live));
        default -> {}
      }
    }
    return drifts;
  }

  private List<Drift> service(HasMetadata wanted, ObservedApp live) {
    Optional<Service> there = service(live, wanted.getMetadata().getName());
    if (there.isEmpty()) {
      return List.of(new Drift(label(wanted), "", "nothing", "the Service", Drift.UNKNOWN, null));
    }
    // Between two writes of one command the Service already has the new release and the Deployment
    // has not.
    String release = there.get().getMetadata().getLabels().get(Annotations.VERSION);
    return Long.toString(live.release()).equals(release)
        ? compared(wanted, there.get())
        : List.of();
  }

  private List<Drift> compared(HasMetadata wanted, HasMetadata live) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    if (annotations == null || !annotations.containsKey(Annotations.APP)) {
      // An earlier version wrote it without the annotation; its labels identify the application all
      // the same.
      wanted.getMetadata().getAnnotations().remove(Annotations.APP);
    }
    if (wanted instanceof Deployment next && live instanceof Deployment there) {
      removeUnset(next.getSpec(), there);
    }
    if (wanted instanceof StatefulSet next) {
      next.getSpec().setVolumeClaimTemplates(List.of()); // the API server lets nobody change them
    }
    return ObjectDiff.of(label(wanted), json(wanted), json(live));
  }

  /** Fields that are not wrong because they are not there. */
  private static void removeUnset(DeploymentSpec wanted, Deployment live) {
    if (live.getSpec().getMinReadySeconds() == null) {
      wanted.setMinReadySeconds(null); // an earlier version wrote it without
    }
    if (!SpecFieldWriter.isOwned(live, "progressDeadlineSeconds")) {
      wanted.setProgressDeadlineSeconds(null); // an earlier version left it to the API server
    }
    if (!Boolean.TRUE.equals(live.getSpec().getPaused())) {
      wanted.setPaused(null); // the API server does not store that it is false
    }
  }

  /** The application's own, and the one that names pods with numbers. */
  private Stream<Service> services(ObservedApp live) {
    String app = live.app().name();
    return Stream.of(app, GoverningService.nameFor(app))
        .flatMap(service -> service(live, service).stream());
  }

  private Optional<Service> service(ObservedApp live, String service) {
    return cache.service(live.app().namespace(), service).filter(ObjectOwner.of(live.app())::owns);
  }

  private Map<?, ?> json(HasMetadata object) {
    return client.getKubernetesSerialization().convertValue(object, Map.class);
  }

  private static String label(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  @Override
  public boolean isSelfHealing(ObservedApp live) {
    return release(live).map(release -> release.spec().selfHeal()).orElse(false);
  }

  @Override
  public void restore(ObservedApp live) {
    ReplicaOwnership count = replicas(live);
    desiredState(live, count, count.restoredBy() == RestoredBy.DEPLOYER)
        .ifPresent(
            desired ->
                cluster.restore(
                    live,
                    AppManifests.of(desired),
                    count.restoredBy() == RestoredBy.SCALER ? count.replicas() : null));
  }

  private ReplicaOwnership replicas(ObservedApp live) {
    return ReplicaOwnership.of(live, scalingActive.test(name, live.app()));
  }

  private Optional<Release> release(ObservedApp live) {
    return ApiErrors.call(() -> releases.find(live.app(), live.release()));
  }

  /** What the live command wrote, from its annotations. */
  private Optional<DesiredState> desiredState(
      ObservedApp live, ReplicaOwnership count, boolean sendReplicas) {
    if (live.stage() != null) {
      // A staged roll-out applies everything again with each step.
      return Optional.empty();
    }
    return release(live)
        .map(
            release ->
                new DesiredState(
                    name,
                    live.app(),
                    release,
                    count.replicas(),
                    sendReplicas,
                    live.isPausedByBerth(),
                    live.stoppedFrom(),
                    live.restartedAt(),
                    capabilities.disruptionBudgets(),
                    live.lastCommand(),
                    null,
                    live.abortReason()));
  }
}
