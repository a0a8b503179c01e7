/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.kubernetes.ReadYourWritesCache.WrittenVersions;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.planning.ForeignObject;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The releases of each application, kept as ControllerRevisions. */
final class ReleaseHistory {

  private static final int MAX_TRIES = 8;

  private final KubernetesClient client;
  private final ListFreshness freshness = new ListFreshness();

  ReleaseHistory(KubernetesClient client) {
    this.client = client;
  }

  Releases list(AppRef app) {
    return read(app, revisions(app).list());
  }

  /** As new as this service's own writes; others may have written since. */
  Releases listCached(AppRef app) {
    ControllerRevisionList list = revisions(app).list(anyVersion());
    if (freshness.covers(app, list.getMetadata().getResourceVersion())) {
      return read(app, list);
    }
    ControllerRevisionList asked = revisions(app).list();
    freshness.recordWrite(app, asked.getMetadata().getResourceVersion());
    return read(app, asked);
  }

  /**
   * Resource version 0: any version the API server has at hand, without a read of its store. A new
   * object each time: the client stores the selectors in it.
   */
  private static ListOptions anyVersion() {
    return new ListOptionsBuilder().withResourceVersion("0").build();
  }

  private static Releases read(AppRef app, ControllerRevisionList list) {
    List<ControllerRevision> own =
        list.getItems().stream().filter(revision -> ReleaseRevisions.isOf(app, revision)).toList();
    return new Releases(
        own.stream().map(ReleaseRevisions::read).flatMap(Optional::stream).toList(),
        own.stream().mapToLong(ControllerRevision::getRevision).max().orElse(0));
  }

  private FilterWatchListDeletable<
          ControllerRevision, ControllerRevisionList, Resource<ControllerRevision>>
      revisions(AppRef app) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withLabels(Annotations.selector(app.name()));
  }

  private void recordWrite(AppRef app, ControllerRevision revision) {
    freshness.recordWrite(app, revision.getMetadata().getResourceVersion());
  }

  void recordDelete(AppRef app) {
    freshness.recordDelete(app);
  }

  Optional<Release> find(AppRef app, long number) {
    return findOwned(app, number).flatMap(ReleaseRevisions::read);
  }

  private Optional<ControllerRevision> findOwned(AppRef app, long number) {
    return Optional.ofNullable(revision(app, number).get())
        .filter(revision -> ReleaseRevisions.isOf(app, revision));
  }

  /**
   * Creates a release. Where it exists already, it must come from this command: an interrupted
   * attempt, or a create whose response was lost.
   *
   * @throws StaleWriteException where another command took the number
   * @throws ClusterRejectedException where somebody else has an object of that name
   */
  void create(AppRef app, Release release) {
    try {
      recordWrite(
          app,
          ApiErrors.call(() -> client.resource(ReleaseRevisions.write(app, release)).create()));
    } catch (ClusterUnavailableException e) {
      Optional<Release> other = conflicting(app, release, e).flatMap(ReleaseRevisions::read);
      if (!other.map(Release::commandId).equals(Optional.of(release.commandId()))) {
        throw new StaleWriteException(
            "Release " + release.number(), other.map(Release::commandId).orElse("somebody"));
      }
    }
  }

  /**
   * Checks whether the release may be created. One that is there already, {@link #create} judges.
   *
   * @throws ClusterRejectedException where somebody else has an object of that name, or the API
   *     server refuses it
   */
  void dryRunCreate(AppRef app, Release release) {
    try {
      ApiErrors.dryRun(
          () -> client.resource(ReleaseRevisions.write(app, release)).dryRun().create());
    } catch (ClusterUnavailableException e) {
      conflicting(app, release, e);
    }
  }

  /** What has the release's name already. */
  private Optional<ControllerRevision> conflicting(
      AppRef app, Release release, ClusterUnavailableException failure) {
    if (!FencedApply.isConflict(failure)) {
      throw failure;
    }
    ControllerRevision there = ApiErrors.call(() -> revision(app, release.number()).get());
    ForeignObject.violation(ObjectOwner.of(app), there)
        .ifPresent(
            violation -> {
              throw new ClusterRejectedException(violation);
            });
    return Optional.ofNullable(there);
  }

  /**
   * Numbers are consecutive, so up to that count there is nothing to prune.
   *
   * @param current the newest one
   * @param own what the application's own Deployment runs, which during a staged roll-out is older
   */
  void prune(AppRef app, long current, long own, int count) {
    if (current <= count) {
      return;
    }
    Releases kept = list(app);
    List<Release> surplus = kept.surplus(count, current, own);
    surplus.forEach(release -> findOwned(app, release.number()).ifPresent(this::delete));
    deleteConfig(app, kept.all(), surplus);
  }

  /**
   * A config file is deleted with the last release that uses it; the pods of older ones are long
   * gone.
   */
  private void deleteConfig(AppRef app, List<Release> before, List<Release> surplus) {
    Set<String> unused = configMaps(app, surplus);
    unused.removeAll(configMaps(app, before.stream().filter(it -> !surplus.contains(it)).toList()));
    unused.forEach(
        name ->
            Optional.ofNullable(
                    client.configMaps().inNamespace(app.namespace()).withName(name).get())
                .filter(ObjectOwner.of(app)::owns)
                .ifPresent(this::delete));
  }

  /** Where it changed meanwhile, it is left for the next time. */
  private void delete(HasMetadata seen) {
    FencedDelete.deleteUnchanged(client, seen);
  }

  private static Set<String> configMaps(AppRef app, List<Release> releases) {
    return releases.stream()
        .map(release -> AppManifests.configMap(app, release.spec()))
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Does nothing where the release is not kept, or the object of its name belongs to somebody else.
   * Writes the version that was read.
   *
   * @return the release
   */
  Optional<Release> recordOutcome(AppRef app, long release, ReleaseOutcome outcome) {
    for (int tries = 1; ; tries++) {
      Optional<ControllerRevision> own = ApiErrors.call(() -> findOwned(app, release));
      if (own.isEmpty()) {
        return Optional.empty();
      }
      try {
        recordWrite(app, ApiErrors.call(() -> annotated(app, own.get(), outcome)));
        return own.flatMap(ReleaseRevisions::read);
      } catch (ClusterUnavailableException e) {
        if (!FencedApply.isConflict(e) || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private ControllerRevision annotated(
      AppRef app, ControllerRevision seen, ReleaseOutcome outcome) {
    var metadata =
        Map.of(
            "resourceVersion",
            seen.getMetadata().getResourceVersion(),
            "annotations",
            Map.of(Annotations.OUTCOME, outcome.name().toLowerCase(Locale.ROOT)));
    return revision(app, seen.getRevision())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
  }

  private Resource<ControllerRevision> revision(AppRef app, long number) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withName(ReleaseRevisions.name(app, number));
  }

  /**
   * The resource version from which on a list contains everything that this service wrote of an
   * application. Remembered, because the next API server that answers may be behind the previous
   * one.
   */
  static final class ListFreshness {

    private static final int MAX_APPS = 10_000;

    /** For a deleted application: no response named a version. */
    private static final String UNKNOWN = "";

    private final LinkedHashMap<AppRef, String> needed = new LinkedHashMap<>(64, 0.75f, true);

    /** The highest version of all evicted entries. */
    private String rest = "0";

    synchronized void recordWrite(AppRef app, String version) {
      needed.merge(app, version, ListFreshness::later);
      if (needed.size() > MAX_APPS) {
        rest = later(rest, needed.pollFirstEntry().getValue());
      }
    }

    synchronized void recordDelete(AppRef app) {
      needed.put(app, UNKNOWN);
    }

    /**
     * @param version of a list, as the API server gave it
     */
    synchronized boolean covers(AppRef app, String version) {
      String least = needed.getOrDefault(app, rest);
      return !least.equals(UNKNOWN) && WrittenVersions.AGE.compare(version, least) >= 0;
    }

    private static String later(String one, String other) {
      return WrittenVersions.AGE.compare(one, other) < 0 ? other : one;
    }
  }
}
