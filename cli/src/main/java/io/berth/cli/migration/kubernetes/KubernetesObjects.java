/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The objects of the source, and which of them became part of an application. */
final class KubernetesObjects {

  private final List<SourceObject> all;
  private final Map<SourceObject, Source> sources = new IdentityHashMap<>();
  private final Map<SourceObject, BerthFile> taken = new IdentityHashMap<>();
  private final Map<String, Set<String>> referrers = new java.util.TreeMap<>();
  private @Nullable SourceObject workload;
  private String application = "";

  KubernetesObjects(List<SourceObject> all, Report report) {
    this.all = all;
    all.forEach(object -> sources.put(object, report.open(object)));
  }

  /** The workload whose surroundings are looked for from now on. */
  void enter(SourceObject deployment, BerthFile file) {
    workload = deployment;
    application = file.toString();
  }

  List<SourceObject> all() {
    return all;
  }

  List<SourceObject> ofKind(String kind) {
    return all.stream().filter(object -> object.kind().equals(kind)).toList();
  }

  /** The objects of a kind in the workload's namespace. */
  List<Source> near(String kind) {
    String namespace = workload == null ? "" : workload.namespace();
    return ofKind(kind).stream()
        .filter(object -> object.is(kind, namespace, object.name()))
        .map(this::source)
        .toList();
  }

  Source source(SourceObject object) {
    Source source = sources.get(object);
    if (source == null) {
      throw new IllegalArgumentException(object + " is not of this source");
    }
    return source;
  }

  @Nullable Source configMap(String name) {
    return near("ConfigMap").stream()
        .filter(source -> source.object().name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The object became part of the application: what it says stands in the file. */
  void take(@Nullable Source source, BerthFile file) {
    if (source != null) {
      taken.put(source.object(), file.whole());
    }
  }

  /** Whether several replicas will mount a claim that may allow one pod only. */
  boolean isForOnePod(String claim, BerthFile file) {
    long wanted = file.get("replicas") instanceof Long replicas ? replicas : 1;
    Source root = workload == null ? null : source(workload);
    String said = root == null ? null : root.at("spec", "replicas").scalar();
    boolean isRaised = wanted > 1 && (said == null || said.matches("[01]"));
    for (Source known : near("PersistentVolumeClaim")) {
      if (known.object().name().equals(claim)) {
        boolean isShared =
            known.at("spec", "accessModes").items().stream()
                .anyMatch(mode -> mode.textOr("").endsWith("Many"));
        return wanted > 1 && !isShared;
      }
    }
    return isRaised;
  }

  /** The access modes of a claim that is among the objects; empty where none is. */
  String accessModes(String claim) {
    return near("PersistentVolumeClaim").stream()
        .filter(known -> known.object().name().equals(claim))
        .flatMap(known -> known.at("spec", "accessModes").items().stream())
        .map(mode -> mode.textOr(""))
        .collect(Collectors.joining(", "));
  }

  /** The application refers to a Secret, ConfigMap or claim that must be there. */
  void refer(String kind, String name) {
    referrers.computeIfAbsent(kind + " " + name, _ -> new TreeSet<>()).add(application);
  }

  /** Who refers to the object, such as {@code shop/cart}; empty where nobody does. */
  String referrers(SourceObject object) {
    String kind =
        switch (object.kind()) {
          case "Secret" -> "secret";
          case "ConfigMap" -> "configMap";
          case "PersistentVolumeClaim" -> "claim";
          default -> object.kind();
        };
    return String.join(
        ", ", new ArrayList<>(referrers.getOrDefault(kind + " " + object.name(), Set.of())));
  }

  /** The file that the object became part of. */
  @Nullable BerthFile takenInto(SourceObject object) {
    return taken.get(object);
  }
}
