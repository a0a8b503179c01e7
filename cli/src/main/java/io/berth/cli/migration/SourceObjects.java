/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import io.berth.cli.migration.mapping.SourceObject;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The objects of a document: itself, or those of the list that it is. */
final class SourceObjects {

  private static final Pattern CORE = Pattern.compile("v1");

  private static final Map<String, Pattern> GROUPS =
      Map.of(
          "Deployment", Pattern.compile("(apps|extensions)/v1.*"),
          "HorizontalPodAutoscaler", Pattern.compile("autoscaling/v[12].*"),
          "Service", CORE,
          "ConfigMap", CORE,
          "Secret", CORE,
          "PersistentVolumeClaim", CORE);

  private SourceObjects() {}

  static void collect(Import.SourceDocument document, Consumer<SourceObject> into) {
    collect(document.file(), document.root(), into);
  }

  private static void collect(String file, Node.Fields root, Consumer<SourceObject> into) {
    String kind = text(root.get("kind"));
    if (kind.endsWith("List") && root.get("items") instanceof Node.Items list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Fields object) {
          collect(file, object, into);
        }
      }
      return;
    }
    Node.@Nullable Fields metadata =
        root.get("metadata") instanceof Node.Fields given ? given : null;
    into.accept(
        new SourceObject(
            file,
            kind(kind, text(root.get("apiVersion"))),
            metadata == null ? "" : text(metadata.get("namespace")),
            metadata == null ? "" : text(metadata.get("name")),
            root));
  }

  /** Other groups have kinds of the same names, such as Knative's Service. */
  private static String kind(String kind, String apiVersion) {
    if (kind.isEmpty()) {
      return "Document";
    }
    Pattern group = GROUPS.get(kind);
    return group == null || group.matcher(apiVersion).matches()
        ? kind
        : kind + " of " + (apiVersion.isEmpty() ? "no apiVersion" : apiVersion);
  }

  private static String text(@Nullable Node node) {
    return node instanceof Node.Text(String value, Position _) ? value : "";
  }
}
