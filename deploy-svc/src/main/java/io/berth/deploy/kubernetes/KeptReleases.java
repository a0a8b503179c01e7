/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Overtaken;
import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.release.Releases;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The releases that a cluster keeps. */
final class KeptReleases {

  private final KubernetesClient client;
  private final Freshness freshness = new Freshness();

  KeptReleases(KubernetesClient client) {
    this.client = client;
  }

  Releases of(AppRef app) {
    return read(revisions(app).list());
  }

  /** As new as what this service itself wrote; others may have written since. */
  Releases glimpse(AppRef app) {
    ControllerRevisionList list = revisions(app).list(atHand());
    if (freshness.covers(app, list.getMetadata().getResourceVersion())) {
      return read(list);
    }
    ControllerRevisionList asked = revisions(app).list();
    freshness.wrote(app, asked.getMetadata().getResourceVersion());
    return read(asked);
  }

  /**
   * "As fresh as you have it at hand": such a list costs the API server no look into its store. New
   * each time: the client writes into it what it is asked to select.
   */
  private static ListOptions atHand() {
    return new ListOptionsBuilder().withResourceVersion("0").build();
  }

  private static Releases read(ControllerRevisionList list) {
    return new Releases(
        list.getItems().stream().map(ReleaseRevisions::read).flatMap(Optional::stream).toList());
  }

  private FilterWatchListDeletable<
          ControllerRevision, ControllerRevisionList, Resource<ControllerRevision>>
      revisions(AppRef app) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withLabels(Marks.selector(app.name()));
  }

  private void wrote(AppRef app, ControllerRevision revision) {
    freshness.wrote(app, revision.getMetadata().getResourceVersion());
  }

  void erased(AppRef app) {
    freshness.erased(app);
  }

  Optional<Release> one(AppRef app, long number) {
    return Optional.ofNullable(revision(app, number).get()).flatMap(ReleaseRevisions::read);
  }

  /**
   * Keeps a new one. Where it is there already, it must be this command's own: an attempt that
   * ended half way, or a create whose answer was lost.
   *
   * @throws Overtaken where another command took the number
   */
  void keep(AppRef app, Release release) {
    try {
      wrote(app, Calls.call(() -> client.resource(ReleaseRevisions.write(app, release)).create()));
    } catch (ClusterAway e) {
      if (!FencedApply.isConflict(e)) {
        throw e;
      }
      ControllerRevision there = Calls.call(() -> revision(app, release.number()).get());
      Optional<Release> other = Optional.ofNullable(there).flatMap(ReleaseRevisions::read);
      if (!other.map(Release::commandId).equals(Optional.of(release.commandId()))) {
        throw new Overtaken(
            "Release " + release.number(), other.map(Release::commandId).orElse("somebody"));
      }
    }
  }

  /** Numbers grow by one, so below that count there is none too many. */
  void keepNewest(AppRef app, long current, int count) {
    if (current <= count) {
      return;
    }
    Releases kept = of(app);
    List<Release> surplus = kept.surplus(count, current);
    surplus.forEach(release -> revision(app, release.number()).delete());
    deleteConfig(app, kept.all(), surplus);
  }

  /** Config files go with the last release that has them: an older one's pods are gone long ago. */
  private void deleteConfig(AppRef app, List<Release> before, List<Release> surplus) {
    Set<String> unused = configMaps(app, surplus);
    unused.removeAll(configMaps(app, before.stream().filter(it -> !surplus.contains(it)).toList()));
    unused.forEach(
        name -> client.configMaps().inNamespace(app.namespace()).withName(name).delete());
  }

  private static Set<String> configMaps(AppRef app, List<Release> releases) {
    return releases.stream()
        .map(release -> Manifests.configMap(app, release.spec()))
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  void mark(AppRef app, long release, Outcome outcome) {
    var annotations = Map.of(Marks.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
    wrote(
        app,
        revision(app, release)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                client
                    .getKubernetesSerialization()
                    .asJson(Map.of("metadata", Map.of("annotations", annotations)))));
  }

  private Resource<ControllerRevision> revision(AppRef app, long number) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(app.namespace())
        .withName(ReleaseRevisions.name(app, number));
  }
}
