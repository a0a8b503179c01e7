/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import io.berth.events.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Compose file, each of its services as an application. */
public final class ComposeProject {

  private final Report report;
  private final @Nullable String namespace;
  private final boolean keepReplicas;

  /**
   * @param namespace of every application; null where the user names none
   * @param keepReplicas whether fewer replicas are kept than production wants
   */
  public ComposeProject(Report report, @Nullable String namespace, boolean keepReplicas) {
    this.report = report;
    this.namespace = namespace;
    this.keepReplicas = keepReplicas;
  }

  /** Whether a document is a Compose file. */
  public static boolean is(Node.Fields root) {
    return root.get("services") instanceof Node.Fields
        && root.get("kind") == null
        && root.get("apiVersion") == null;
  }

  /** The applications; what became of every field is in the report. */
  public List<ImportedApplication> read(String file, Node.Fields root) {
    List<ImportedApplication> applications = new ArrayList<>();
    Node.Fields merged = MergedFields.of(root);
    if (merged.get("services") instanceof Node.Fields services) {
      services
          .fields()
          .forEach(
              (name, field) -> {
                if (field.value() instanceof Node.Fields service) {
                  applications.add(service(file, name, service));
                }
              });
    }
    rest(report.open(new SourceObject(file, "Compose", "", "file", withoutServices(root))));
    return applications;
  }

  /** The fields that are about no service, and what is no service among the services. */
  private static Node.Fields withoutServices(Node.Fields root) {
    if (!(root.get("services") instanceof Node.Fields services)) {
      return root;
    }
    Set<String> objects =
        services.fields().entrySet().stream()
            .filter(field -> field.getValue().value() instanceof Node.Fields)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return root.with("services", services.without(objects));
  }

  private ImportedApplication service(String file, String name, Node.Fields root) {
    SourceObject object = new SourceObject(file, "service", "", name, root);
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    BerthFile into = new BerthFile(namespace == null ? "" : namespace, plain);
    Source source = report.open(object);
    if (!plain.equals(name)) {
      source.changed(
          "app.name",
          "Names of applications have a-z, 0-9 and '-'.",
          "Clients must use the name " + plain + " in place of " + name + ".");
    }
    new ComposeService(source, into, keepReplicas).read();
    return new ImportedApplication(object.toString(), file, into, null);
  }

  private static void rest(Source root) {
    root.entries()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-")) {
                value.ignored("It stands where its anchors are used.");
              } else if (name.equals("version") || name.equals("name")) {
                value.ignored("Applications have names and namespaces of their own.");
              } else if (name.equals("networks")) {
                value.ignored("Applications reach each other by the names of their Services.");
              } else if (name.equals("volumes")) {
                value.notTaken(
                    "Berth creates no volumes.",
                    "Create a PersistentVolumeClaim of the same name in the namespace.");
              } else if (name.equals("secrets") || name.equals("configs")) {
                value.notTaken(
                    "Their files are not read.",
                    "Create a Secret or ConfigMap in the namespace, and mount it: spec.volumes.");
              }
            });
  }
}
