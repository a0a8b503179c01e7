/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes manifests, each Deployment with the objects around it as an application. */
public final class KubernetesManifests {

  private final Report report;
  private final @Nullable String namespace;
  private final boolean keepReplicas;

  /**
   * @param namespace of every application; null for that of the objects
   * @param keepReplicas whether fewer replicas are kept than production wants
   */
  public KubernetesManifests(Report report, @Nullable String namespace, boolean keepReplicas) {
    this.report = report;
    this.namespace = namespace;
    this.keepReplicas = keepReplicas;
  }

  /** The applications; what became of every object is in the report. */
  public List<ImportedApplication> read(List<SourceObject> all) {
    KubernetesObjects objects = new KubernetesObjects(all, report);
    List<ImportedApplication> applications = new ArrayList<>();
    for (SourceObject object : objects.ofKind("Deployment")) {
      applications.add(application(object, objects));
    }
    for (SourceObject object : all) {
      BerthFile into = objects.takenInto(object);
      Source root = objects.source(object);
      if (into == null) {
        UnsupportedKinds.report(root, objects.referrers(object));
      } else if (object.kind().equals("ConfigMap")) {
        configMap(root, into);
      }
    }
    return applications;
  }

  private ImportedApplication application(SourceObject object, KubernetesObjects objects) {
    String name = object.name().isEmpty() ? "unnamed" : object.name();
    BerthFile file = new BerthFile(namespace == null ? object.namespace() : namespace, name);
    objects.enter(object, file);
    objects.take(objects.source(object), file);
    new KubernetesWorkload(objects.source(object), objects, file, keepReplicas).read();
    Map<String, Object> policy = AutoscalerPolicy.of(object, objects, file, keepReplicas);
    return new ImportedApplication(object.toString(), object.file(), file, policy);
  }

  private void configMap(Source root, BerthFile into) {
    root.at("metadata", "name").ignored("Its content stands in the file of the application.");
    ObjectMetadata.read(root, into);
    for (String field : List.of("data", "binaryData")) {
      for (Source key : root.field(field).entries().values()) {
        if (!report.isSpokenOf(key)) {
          key.notTaken("No container that is taken reads it.", "");
        }
      }
    }
    if (root.field("immutable").isThere()) {
      root.field("immutable").ignored("Files of a release never change.");
    }
  }
}
