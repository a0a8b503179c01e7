/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.Cluster;
import io.berth.deploy.delivery.ClusterRefused;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.Fence;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Reads and writes by the API server itself; the watches are {@link WatchedCluster}'s. */
public final class KubernetesCluster implements Cluster {

  private final String name;
  private final KubernetesClient client;
  private final Served served;
  private final FencedApply fenced;
  private final Erasure erasure;
  private final KeptReleases releases;
  private final int keptReleases;
  private final BiPredicate<String, AppRef> scalingActive;

  /**
   * @param name this cluster's name
   * @param keptReleases how many releases of an application are kept, at least 2
   * @param scalingActive whether a scaling policy is in force in a cluster for an application
   */
  public KubernetesCluster(
      String name,
      KubernetesClient client,
      int keptReleases,
      BiPredicate<String, AppRef> scalingActive) {
    this.name = name;
    this.client = client;
    this.served = new Served(client);
    this.fenced = new FencedApply(client);
    this.erasure = new Erasure(client);
    this.releases = new KeptReleases(client);
    this.keptReleases = keptReleases;
    this.scalingActive = scalingActive;
  }

  @Override
  public Situation situation(AppRef app) {
    return Calls.call(
        () -> {
          Namespace namespace = client.namespaces().withName(app.namespace()).get();
          Deployment deployment = deployment(app);
          return new Situation(
              name,
              namespace != null,
              Environments.of(namespace),
              deployment == null ? null : LiveApp.of(deployment).orElse(null),
              releases.of(app),
              Quotas.room(
                  client.resourceQuotas().inNamespace(app.namespace()).list().getItems(),
                  deployment),
              scalingActive.test(name, app),
              served.disruptionBudgets());
        });
  }

  private @Nullable Deployment deployment(AppRef app) {
    return client.apps().deployments().inNamespace(app.namespace()).withName(app.name()).get();
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
    Deployment before =
        client
            .apps()
            .deployments()
            .inNamespace(deployment.getMetadata().getNamespace())
            .withName(deployment.getMetadata().getName())
            .get();
    return Diff.between(before, after, client.getKubernetesSerialization());
  }

  @Override
  public LiveApp write(Plan.Write plan) {
    Wanted wanted = plan.wanted();
    if (plan.namespace() != null) {
      fenced.apply(plan.namespace(), Marks.DEPLOYER);
    }
    if (plan.newRelease() != null) {
      releases.keep(wanted.app(), plan.newRelease());
    }
    HasMetadata last = plan.objects().getLast();
    if (plan.handOver() != null) {
      fenced.apply(
          ScaledDeployment.of(wanted.app(), plan.handOver(), null),
          Marks.SCALER,
          there -> Fence.overtaker(last.getMetadata().getAnnotations(), there));
    }
    write(plan.objects().subList(0, plan.objects().size() - 1));
    Deployment deployment = (Deployment) fenced.apply(last, Marks.DEPLOYER);
    Calls.run(() -> releases.keepNewest(wanted.app(), wanted.release().number(), keptReleases));
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
    objects.forEach(object -> fenced.apply(object, Marks.DEPLOYER));
  }

  @Override
  public List<String> erase(AppRef app, Origin by) {
    return erasure.erase(app, by);
  }

  @Override
  public void eraseBeside(AppRef app, Track track, Origin by) {
    erasure.eraseBeside(app, track, by);
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
