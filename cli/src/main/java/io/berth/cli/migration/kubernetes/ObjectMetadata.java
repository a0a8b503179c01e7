/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.util.Map;

/** The fields that every Kubernetes object has. */
final class ObjectMetadata {

  private static final String SERVER = "The API server sets it.";
  private static final String HELM = "It is about the chart, which Berth does not manage.";

  private static final FieldTable OF_OBJECT =
      new FieldTable()
          .ignored(
              SERVER,
              "uid",
              "resourceVersion",
              "generation",
              "creationTimestamp",
              "deletionTimestamp",
              "managedFields",
              "selfLink",
              "clusterName")
          .notTaken("ownerReferences", "Somebody else's controller owns the object.", "")
          .notTaken("finalizers", "Berth adds no finalizers.", "");

  private ObjectMetadata() {}

  /** All of it, of an object that goes into the application of that name. */
  static void read(Source root, BerthFile into) {
    for (String name : new String[] {"apiVersion", "kind"}) {
      root.field(name).ignored("It says what the object is.");
    }
    Source status = root.field("status");
    if (status.isThere()) {
      status.ignored("The cluster reports it.");
    }
    Source metadata = root.field("metadata");
    Source namespace = metadata.field("namespace");
    if (namespace.isThere()) {
      if (into.namespace().equals(namespace.text())) {
        namespace.kept("app.namespace");
      } else if (!root.object().kind().equals("Deployment")) {
        namespace.ignored("It goes where the application goes.");
      } else {
        namespace.changed("app.namespace", "--namespace says " + into.namespace() + ".", "");
      }
    }
    OF_OBJECT.read(metadata, into);
    labels(metadata.field("labels").entries(), into);
    annotations(metadata.field("annotations").entries());
  }

  private static void labels(Map<String, Source> labels, BerthFile into) {
    labels.forEach(
        (name, value) -> {
          Object onPods = into.entries("pod").get("labels");
          boolean isOnPods =
              onPods instanceof Map<?, ?> map
                  && map.get(name) instanceof String text
                  && text.equals(value.literal());
          if (isOnPods) {
            value.ignored("The pods have it; the object has Berth's own labels.");
          } else if (name.startsWith("helm.sh/") || name.startsWith("app.kubernetes.io/")) {
            value.ignored(HELM);
          } else {
            value.notTaken(
                "The object has Berth's own labels.",
                "If something selects by it, write it to spec.pod.labels.");
          }
        });
  }

  private static void annotations(Map<String, Source> annotations) {
    annotations.forEach(
        (name, value) -> {
          if (name.startsWith("deployment.kubernetes.io/")
              || name.startsWith("kubectl.kubernetes.io/")) {
            value.ignored("kubectl or the cluster keeps it.");
          } else if (name.startsWith("meta.helm.sh/") || name.startsWith("helm.sh/")) {
            value.ignored(HELM);
          } else {
            value.notTaken(
                "The object has Berth's own annotations.",
                "If something reads it from the pods, write it to spec.annotations.");
          }
        });
  }
}
