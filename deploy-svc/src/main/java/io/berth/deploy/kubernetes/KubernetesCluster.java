/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.Cluster;
import io.berth.deploy.delivery.ClusterRefused;
import io.berth.deploy.kubernetes.Glimpses.Glimpse;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.Fence;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Reads and writes by the API server itself; the watches are {@link WatchedCluster}'s. */
public final class KubernetesCluster implements Cluster {

  private final KubernetesClient client;
  private final OwnWrites writes = new OwnWrites();
  private final Glimpses glimpses;
  private final Situations situations;
  private final FencedApply fenced;
  private final InOrder inOrder;
  private final Erasure erasure;
  private final KeptReleases releases;
  private final int keptReleases;

  /**
   * @param name this cluster's name
   * @param view its watches
   * @param keptReleases how many releases of an application are kept, at least 2
   * @param scalingActive whether a scaling policy is in force in a cluster for an application
   */
  public KubernetesCluster(
      String name,
      KubernetesClient client,
      WatchedCluster view,
      int keptReleases,
      BiPredicate<String, AppRef> scalingActive) {
    this.client = client;
    this.glimpses = new Glimpses(view, writes);
    this.fenced = new FencedApply(client, glimpses);
    this.inOrder = new InOrder(fenced);
    this.erasure = new Erasure(client, view.served());
    this.releases = new KeptReleases(client);
    this.situations = new Situations(name, client, view, glimpses, releases, scalingActive);
    this.keptReleases = keptReleases;
  }

  @Override
  public Situation situation(AppRef app) {
    return Calls.call(() -> situations.asked(app));
  }

  @Override
  public Situation glimpse(AppRef app) {
    return Calls.call(() -> situations.glimpsed(app));
  }

  @Override
  public List<Change> rehearse(Plan.Write plan) {
    if (plan.namespace() != null) {
      // Nothing can be rehearsed in a namespace that is not there; everything will be new.
      return plan.objects().stream()
          .map(object -> new Change(kindAndName(object), "", null, "made"))
          .toList();
    }
    return Calls.call(
        () ->
            plan.objects().stream()
                .filter(Deployment.class::isInstance)
                .flatMap(object -> rehearse((Deployment) object).stream())
                .toList());
  }

  private List<Change> rehearse(Deployment deployment) {
    HasMetadata after =
        client
            .resource(deployment)
            .dryRun()
            .fieldValidation(Validation.STRICT)
            .fieldManager(Marks.DEPLOYER)
            .forceConflicts()
            .serverSideApply();
    Glimpse glimpse = glimpses.of(deployment);
    HasMetadata before =
        glimpse.known() ? glimpse.there().orElse(null) : client.resource(deployment).get();
    return Diff.between(before, after, client.getKubernetesSerialization());
  }

  @Override
  public LiveApp write(Plan.Write plan) {
    Wanted wanted = plan.wanted();
    if (plan.namespace() != null) {
      fenced.apply(plan.namespace(), Marks.DEPLOYER);
    }
    Release kept = plan.newRelease();
    if (kept != null) {
      releases.keep(wanted.app(), kept);
    }
    HasMetadata last = plan.objects().getLast();
    if (plan.handOver() != null) {
      fenced.apply(
          ScaledDeployment.of(wanted.app(), plan.handOver(), null),
          Marks.SCALER,
          there -> Fence.overtaker(last.getMetadata().getAnnotations(), there));
    }
    Deployment deployment = inOrder.write(plan.objects(), (Deployment) last);
    if (kept != null) {
      Calls.run(() -> releases.keepNewest(wanted.app(), kept.number(), keptReleases));
    }
    return Optional.ofNullable(deployment)
        .flatMap(LiveApp::of)
        .orElseThrow(
            () ->
                new ClusterRefused(
                    kindAndName(last) + " is gone right after it was written",
                    new IllegalStateException("somebody else deletes it")));
  }

  @Override
  public void write(List<HasMetadata> objects) {
    inOrder.write(objects);
  }

  @Override
  public List<String> erase(AppRef app, Origin by) {
    List<String> erased = erasure.erase(app, by);
    writes.erased(OwnWrites.key("Deployment", app.namespace(), app.name()));
    releases.erased(app);
    return erased;
  }

  @Override
  public void eraseBeside(AppRef app, Track track, Origin by) {
    erasure.eraseBeside(app, track, by);
    writes.erased(OwnWrites.key("Deployment", app.namespace(), track.of(app.name())));
  }

  @Override
  public void remember(AppRef app, long release, Outcome outcome) {
    Calls.run(() -> releases.mark(app, release, outcome));
  }

  @Override
  public void scale(AppRef app, int replicas, String position) {
    fenced.apply(
        ScaledDeployment.of(app, replicas, position),
        Marks.SCALER,
        there -> Fence.laterDecision(position, there));
  }

  private static String kindAndName(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
