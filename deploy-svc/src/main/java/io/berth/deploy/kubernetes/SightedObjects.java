/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.Cluster;
import io.berth.deploy.delivery.Sight;
import io.berth.deploy.drift.Comparison;
import io.berth.deploy.drift.Drift;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.release.Release;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the Deployment and the Service, as the watches show them, with what Berth would write.
 */
public final class SightedObjects implements Sight {

  private final String name;
  private final KubernetesClient client;
  private final WatchedCluster view;
  private final Cluster cluster;
  private final Served served;
  private final KeptReleases releases;

  public SightedObjects(
      String name, KubernetesClient client, WatchedCluster view, Cluster cluster) {
    this.name = name;
    this.client = client;
    this.view = view;
    this.cluster = cluster;
    this.served = view.served();
    this.releases = new KeptReleases(client);
  }

  @Override
  public String shape(LiveApp live) {
    var metadata = live.deployment().getMetadata();
    Map<String, String> marks = new TreeMap<>(metadata.getAnnotations());
    marks.keySet().removeIf(mark -> !mark.startsWith("berth.io/"));
    return metadata.getGeneration()
        + "/"
        + Integer.toHexString(marks.hashCode())
        + "/"
        + Integer.toHexString(new TreeMap<>(metadata.getLabels()).hashCode())
        + "/"
        + service(live).map(it -> it.getMetadata().getResourceVersion()).orElse("none");
  }

  @Override
  public boolean touchedByOthers(LiveApp live) {
    return Comparison.touchedByOthers(json(live.deployment()))
        || service(live).map(service -> Comparison.touchedByOthers(json(service))).orElse(false);
  }

  @Override
  public List<Drift> drifts(LiveApp live) {
    Optional<Wanted> wanted = wanted(live);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Drift> drifts = new ArrayList<>();
    for (HasMetadata object : Manifests.of(wanted.get())) {
      switch (object.getKind()) {
        case "Deployment" -> drifts.addAll(compared(object, live.deployment()));
        case "Service" -> drifts.addAll(service(object, live));
        default -> {}
      }
    }
    return drifts;
  }

  private List<Drift> service(HasMetadata wanted, LiveApp live) {
    Optional<Service> there = service(live);
    if (there.isEmpty()) {
      return List.of(new Drift(label(wanted), "", "nothing", "the Service", Drift.UNKNOWN, null));
    }
    // Between two writes of one command the Service is of the new release, the Deployment not yet.
    String release = there.get().getMetadata().getLabels().get(Marks.VERSION);
    return Long.toString(live.release()).equals(release)
        ? compared(wanted, there.get())
        : List.of();
  }

  private List<Drift> compared(HasMetadata wanted, HasMetadata live) {
    return Comparison.of(label(wanted), json(wanted), json(live));
  }

  private Optional<Service> service(LiveApp live) {
    return view.service(live.app().namespace(), live.app().name());
  }

  private Map<?, ?> json(HasMetadata object) {
    return client.getKubernetesSerialization().convertValue(object, Map.class);
  }

  private static String label(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  @Override
  public boolean selfHeal(LiveApp live) {
    return release(live).map(release -> release.spec().selfHeal()).orElse(false);
  }

  @Override
  public void restore(LiveApp live) {
    wanted(live).ifPresent(wanted -> cluster.write(Manifests.of(wanted)));
  }

  private Optional<Release> release(LiveApp live) {
    return Calls.call(() -> releases.one(live.app(), live.release()));
  }

  /** What the command that is live wrote; its marks tell. */
  private Optional<Wanted> wanted(LiveApp live) {
    if (live.stage() != null) {
      // A roll-out in steps writes all of it again with each step.
      return Optional.empty();
    }
    String replicas = live.deployment().getMetadata().getAnnotations().get(Marks.REPLICAS);
    return release(live)
        .map(
            release ->
                new Wanted(
                    name,
                    live.app(),
                    release,
                    replicas == null ? 0 : Integer.parseInt(replicas),
                    replicas != null && !live.scaledByScaler(),
                    live.paused(),
                    live.stoppedFrom(),
                    live.restartedAt(),
                    served.disruptionBudgets(),
                    live.origin(),
                    null,
                    live.takenBack()));
  }
}
