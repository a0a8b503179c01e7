/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.math.BigInteger;

/** A Deployment, with the objects that belong to it, as an application. */
final class KubernetesWorkload {

  private static final int LEAST_IN_PRODUCTION = 3;
  private static final int LONGEST_NAME = 46;

  private static final FieldTable SPEC =
      new FieldTable()
          .ignored("Berth selects its pods by its own labels.", "selector")
          .ignored("Berth keeps its own history of releases.", "revisionHistoryLimit")
          .ignored("Berth computes it from the probes.", "progressDeadlineSeconds")
          .standard("minReadySeconds", 0)
          .with(
              "minReadySeconds",
              (value, _) ->
                  value.changed(
                      "spec.probes.liveness",
                      "Berth computes it from the liveness probe: as long as that could first kill"
                          + " the pod, at most 30s.",
                      ""))
          .standard("paused", false)
          .notTaken("paused", "A deploy always rolls out.", "Use './berth pause' afterwards.")
          .notTaken("rollbackTo", "It is a field of an API that no longer exists.", "");

  private final Source root;
  private final KubernetesObjects objects;
  private final BerthFile file;
  private final boolean keepReplicas;

  KubernetesWorkload(Source root, KubernetesObjects objects, BerthFile file, boolean keepReplicas) {
    this.root = root;
    this.objects = objects;
    this.file = file;
    this.keepReplicas = keepReplicas;
  }

  /** Reads the Deployment and what belongs to it into the file. */
  void read() {
    name();
    Source spec = root.field("spec");
    SPEC.read(spec, file);
    replicas(spec.field("replicas"));
    strategy(spec.field("strategy"));
    Source template = spec.field("template");
    PodTemplate.read(spec.field("selector"), template, objects, file);
    ObjectMetadata.read(root, file);
  }

  private void name() {
    Source name = root.at("metadata", "name");
    String found = name.text();
    if (found == null) {
      toDo(name, "app.name", "The Deployment has no name.", "Write one in place of unnamed.");
      return;
    }
    name.kept("app.name");
    boolean isAccepted =
        file.name().length() <= LONGEST_NAME && file.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    if (!isAccepted) {
      toDo(
          name,
          "app.name",
          "Berth's names have at most 46 of a-z, 0-9 and '-', begin with a letter and have no '--'.",
          "Choose such a name, and tell the clients of its Service.");
    }
  }

  private void toDo(Source source, String target, String reason, String advice) {
    source.toDo(target, reason, advice);
    file.toDo(target + ": " + reason + " " + advice);
  }

  private void replicas(Source source) {
    Long found = source.isThere() ? source.number() : Long.valueOf(1);
    if (found == null) {
      return;
    }
    long least = keepReplicas ? 1 : LEAST_IN_PRODUCTION;
    file.put("replicas", Math.max(least, found));
    if (found >= least && source.isThere()) {
      source.kept("spec.replicas");
    } else if (found < least) {
      source.changed(
          "spec.replicas",
          keepReplicas
              ? "An application has at least 1; './berth stop' takes it to none."
              : "%d: an application has at least that many in production%s."
                  .formatted(least, source.isThere() ? "" : ", and a Deployment says 1 by default"),
          keepReplicas
              ? ""
              : (isRecreated() ? "Recreate may mean that only one pod may run: check that. " : "")
                  + "In a namespace that is not production, import with --keep-replicas.");
    }
  }

  private boolean isRecreated() {
    return "Recreate".equals(root.at("spec", "strategy", "type").text());
  }

  private void strategy(Source strategy) {
    Source type = strategy.field("type");
    Source rolling = strategy.field("rollingUpdate");
    if (isRecreated()) {
      file.put("strategy.type", "recreate");
      type.kept("spec.strategy.type");
      return;
    }
    if (type.isThere()) {
      type.ignored("Rolling is the default.");
    }
    if (!rolling.isThere()) {
      return;
    }
    Source surge = rolling.field("maxSurge");
    Source unavailable = rolling.field("maxUnavailable");
    long replicas = file.get("replicas") instanceof Long count ? count : LEAST_IN_PRODUCTION;
    long up = percent(surge, replicas, true);
    long down = percent(unavailable, replicas, false);
    if (up + down == 0) {
      up = 25;
      surge.changed(
          "spec.strategy.maxSurgePercent", "25: with 0 beside 0 nothing could be replaced.", "");
    }
    file.put("strategy.type", "rolling");
    file.put("strategy.maxSurgePercent", up);
    file.put("strategy.maxUnavailablePercent", down);
  }

  /** Counts of pods become a share that is the same count of these replicas. */
  private static long percent(Source source, long replicas, boolean isSurge) {
    String target = "spec.strategy." + (isSurge ? "maxSurgePercent" : "maxUnavailablePercent");
    String found = source.scalar();
    if (found == null) {
      return 25;
    }
    if (found.matches("[0-9]{1,3}%")) {
      long percent = Long.parseLong(found.substring(0, found.length() - 1));
      if (percent <= 100) {
        source.kept(target);
      } else {
        source.changed(target, "100 is the most.", "");
      }
      return Math.min(percent, 100);
    }
    if (!found.matches("[0-9]{1,9}")) {
      source.fault("a count such as 1 or a share such as 25%");
      return 25;
    }
    long count = new BigInteger(found).longValueExact();
    // Kubernetes rounds a surge up and what may be missing down.
    long percent =
        Math.min(100, isSurge ? count * 100 / replicas : -Math.floorDiv(-count * 100, replicas));
    if (count == 0) {
      source.kept(target);
    } else {
      source.changed(
          target, "%d, which is %s of %d replicas.".formatted(percent, found, replicas), "");
    }
    return percent;
  }
}
