/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ForeignObject;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes through the API server; {@link InformerAppCache} holds the informers. */
public final class KubernetesCluster implements Cluster {

  private final KubernetesClient client;
  private final WorkloadReader workloads;
  private final InformerAppCache cache;
  private final ReadYourWritesCache freshCache;
  private final ClusterSnapshots snapshots;
  private final FencedApply fenced;
  private final ObjectDryRun dryRun;
  private final ApplyOrder applyOrder;
  private final AppDeletion deletion;
  private final ReleaseHistory releases;
  private final int keptReleases;

  /**
   * @param name this cluster's name
   * @param cache its watches
   * @param keptReleases how many releases of an application are kept, at least 2
   * @param scalingActive whether a scaling policy is in force in a cluster for an application
   */
  public KubernetesCluster(
      String name,
      KubernetesClient client,
      InformerAppCache cache,
      int keptReleases,
      BiPredicate<String, AppRef> scalingActive) {
    this.client = client;
    this.workloads = new WorkloadReader(client);
    this.cache = cache;
    this.freshCache = new ReadYourWritesCache(cache);
    this.releases = new ReleaseHistory(client);
    AppliedManifests applied = new AppliedManifests(releases);
    this.fenced = new FencedApply(client, freshCache, applied::find);
    this.dryRun = new ObjectDryRun(client, freshCache, applied::find);
    this.applyOrder = new ApplyOrder(fenced);
    this.deletion = new AppDeletion(client, cache.capabilities());
    this.snapshots = new ClusterSnapshots(name, client, cache, freshCache, releases, scalingActive);
    this.keptReleases = keptReleases;
  }

  @Override
  public ClusterSnapshot snapshot(AppRef app) {
    return ApiErrors.call(() -> snapshots.fetch(app));
  }

  @Override
  public Optional<ObservedApp> observe(AppRef app) {
    return Optional.ofNullable(ApiErrors.call(() -> workloads.read(app))).flatMap(ObservedApp::of);
  }

  @Override
  public ClusterSnapshot cachedSnapshot(AppRef app) {
    return ApiErrors.call(() -> snapshots.fromCache(app));
  }

  @Override
  public List<Change> dryRun(Plan.Apply plan) {
    if (plan.namespace() != null) {
      // A dry run needs the namespace to exist; everything will be new.
      return plan.objects().stream()
          .map(object -> new Change(WorkloadKind.label(object), "", null, "made"))
          .toList();
    }
    Release kept = plan.newRelease();
    Map<Integer, List<Change>> changes = new ConcurrentSkipListMap<>();
    List<Runnable> calls = new ArrayList<>();
    for (HasMetadata object : plan.objects()) {
      int place = calls.size();
      Runnable call =
          () -> changes.put(place, reported(object, dryRun.changes(object, plan.isFirstRelease())));
      calls.add(WorkloadKind.isWorkload(object) ? call : () -> ApiErrors.dryRun(call));
    }
    if (kept != null) {
      calls.add(() -> releases.dryRunCreate(plan.desired().app(), kept));
    }
    ApplyOrder.runInParallel(calls);
    return Stream.concat(
            changes.values().stream().flatMap(List::stream), unusedService(plan).stream())
        .toList();
  }

  /** The Service of an earlier release, which the new one does not need once it is rolled out. */
  private Optional<Change> unusedService(Plan.Apply plan) {
    AppRef app = plan.desired().app();
    return plan.objects().stream()
            .filter(Service.class::isInstance)
            .anyMatch(service -> service.getMetadata().getName().equals(app.name()))
        ? Optional.empty()
        : cache
            .service(app.namespace(), app.name())
            .filter(ObjectOwner.of(app)::owns)
            .map(service -> new Change("Service/" + app.name(), "", "", null));
  }

  /**
   * Of what runs pods everything; of the rest, which the pods need, what it is for, or that it is
   * new.
   */
  private static List<Change> reported(HasMetadata object, List<Change> changes) {
    return WorkloadKind.isWorkload(object)
        ? changes
        : changes.stream()
            .filter(change -> change.field().isEmpty() || change.field().startsWith("spec."))
            .toList();
  }

  @Override
  public void checkOwnership(List<HasMetadata> objects) {
    objects.stream()
        .filter(object -> !NamespaceManifests.isUnlimited(object))
        .forEach(dryRun::checkOwnership);
  }

  @Override
  public ObservedApp apply(Plan.Apply plan) {
    DesiredState desired = plan.desired();
    Release kept = plan.newRelease();
    HasMetadata last = plan.objects().getLast();
    ApplyOrder.Written written = new ApplyOrder.Written();
    Deployment deployment;
    try {
      deployment = write(plan, last, written);
    } catch (ClusterRejectedException e) {
      throw e.after(written.objects());
    }
    if (kept != null) {
      ApiErrors.run(
          () ->
              releases.prune(
                  desired.app(), kept.number(), desired.release().number(), keptReleases));
    }
    return Optional.ofNullable(deployment)
        .flatMap(ObservedApp::of)
        .orElseThrow(
            () ->
                new ClusterRejectedException(
                    WorkloadKind.label(last) + " is gone right after it was written",
                    new IllegalStateException("somebody else deletes it")));
  }

  private Deployment write(Plan.Apply plan, HasMetadata last, ApplyOrder.Written written) {
    AppRef app = plan.desired().app();
    if (plan.namespace() != null) {
      fenced.apply(plan.namespace(), Annotations.DEPLOYER);
    }
    Release kept = plan.newRelease();
    applyOrder.apply(
        plan.objects().stream().filter(object -> object != last).toList(),
        kept == null
            ? List.of()
            : List.of(
                new ApplyOrder.Write(
                    "ControllerRevision/" + ReleaseRevisions.name(app, kept.number()),
                    () -> releases.create(app, kept))),
        plan.isFirstRelease(),
        written);
    if (plan.scalerReplicas() != null) {
      fenced.applyPart(
          ScaledWorkload.of(WorkloadKind.of(last), app, plan.scalerReplicas(), null),
          ObjectOwner.of(app),
          Annotations.SCALER,
          there -> CommandFencing.newerCommand(last.getMetadata().getAnnotations(), there));
    }
    return WorkloadKind.of(last).read(fenced.apply(last, Annotations.DEPLOYER));
  }

  @Override
  public List<HasMetadata> apply(List<HasMetadata> objects) {
    List<HasMetadata> applied =
        objects.stream()
            .filter(object -> !NamespaceManifests.isUnlimited(object) || isBerths(object))
            .toList();
    applyOrder.apply(applied);
    return applied;
  }

  private boolean isBerths(HasMetadata object) {
    HasMetadata live = ApiErrors.call(() -> client.resource(object).get());
    return live != null && ForeignObject.writeViolation(object, live).isEmpty();
  }

  @Override
  public void restore(
      ObservedApp live, List<HasMetadata> objects, @Nullable Integer scalerReplicas) {
    if (scalerReplicas != null) {
      Map<String, String> annotations = live.deployment().getMetadata().getAnnotations();
      String position = annotations.get(Annotations.SCALING_POSITION);
      fenced.applyPart(
          ScaledWorkload.of(live.kind(), live.app(), scalerReplicas, position),
          ObjectOwner.of(live.app()),
          Annotations.SCALER,
          there -> CommandFencing.newerWrite(annotations, there));
    }
    applyOrder.restore(objects, live.deployment());
  }

  @Override
  public List<HasMetadata> dryRunDelete(AppRef app) {
    return deletion.dryRun(app);
  }

  @Override
  public List<String> delete(AppRef app, CommandRef by) {
    return delete(app, deletion.objects(app), by);
  }

  @Override
  public List<String> delete(AppRef app, List<HasMetadata> objects, CommandRef by) {
    List<String> deleted = deletion.delete(objects, by);
    freshCache.recordDeleted("Deployment", app.namespace(), app.name());
    freshCache.recordDeleted("StatefulSet", app.namespace(), app.name());
    releases.recordDelete(app);
    return deleted;
  }

  @Override
  public List<RemainingObject> remaining(AppRef app) {
    return ApiErrors.call(() -> deletion.remaining(app));
  }

  @Override
  public void deleteParallel(AppRef app, String name, CommandRef by) {
    deletion.deleteParallel(app, name, by);
    freshCache.recordDeleted("Deployment", app.namespace(), name);
  }

  @Override
  public void deletePod(AppRef app, Pod pod) {
    FencedDelete.deleteUnchanged(client, pod);
  }

  @Override
  public void recordOutcome(AppRef app, long release, ReleaseOutcome outcome) {
    Optional<Release> ended = releases.recordOutcome(app, release, outcome);
    if (outcome == ReleaseOutcome.GOOD
        && ended.filter(it -> it.spec().ports().isEmpty()).isPresent()
        && runsAlone(app, release)) {
      deletion.deleteService(app); // an earlier release had it
    }
  }

  private boolean runsAlone(AppRef app, long release) {
    return observe(app)
        .filter(live -> live.release() == release && live.stage() == null)
        .isPresent();
  }

  @Override
  public void scale(AppRef app, int replicas, String position) {
    fenced.applyPart(
        ScaledWorkload.of(
            cache.find(app).map(ObservedApp::kind).orElseGet(WorkloadKind::deployment),
            app,
            replicas,
            position),
        ObjectOwner.of(app),
        Annotations.SCALER,
        there -> CommandFencing.newerScalingDecision(position, there));
  }
}
