/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.ResourceFields;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pods of a workload. */
final class PodTemplate {

  private static final Set<String> OWN_LABELS =
      Set.of("app.kubernetes.io/name", "app.kubernetes.io/managed-by", "app.kubernetes.io/version");

  private static final FieldTable METADATA =
      new FieldTable()
          .ignored("Pods are named by their ReplicaSet.", "name", "generateName", "namespace")
          .ignored("The API server sets it.", "creationTimestamp", "uid", "resourceVersion")
          .notOffered("finalizers");

  private static final FieldTable SPEC =
      new FieldTable()
          .with("serviceAccountName", PodTemplate::serviceAccount)
          .ignored("It is the old name of serviceAccountName.", "serviceAccount")
          .bool("automountServiceAccountToken", "pod.automountServiceAccountToken")
          .with("imagePullSecrets", PodTemplate::pullSecrets)
          .text("priorityClassName", "pod.priorityClassName")
          .seconds("terminationGracePeriodSeconds", "pod.terminationGracePeriod", 1)
          .with("hostAliases", PodTemplate::hostAliases)
          .oneOf("dnsPolicy", "pod.dnsPolicy", "ClusterFirst", "Default")
          .notTaken("dnsPolicy", "Berth has ClusterFirst and Default.", "")
          .with("nodeSelector", PodTemplate::nodeSelector)
          .with("tolerations", PodTemplate::tolerations)
          .standard("restartPolicy", "Always")
          .standard("schedulerName", "default-scheduler")
          .standard("enableServiceLinks", true)
          .standard("hostNetwork", false)
          .standard("hostPID", false)
          .standard("hostIPC", false)
          .standard("shareProcessNamespace", false)
          .standard("preemptionPolicy", "PreemptLowerPriority")
          .ignored("The cluster computes it.", "priority", "nodeName", "overhead")
          .notTaken(
              "hostNetwork", "Pods have a network of their own.", "Reach it through its Service.")
          .notTaken("hostPID", "Pods do not see the node's processes.", "")
          .notTaken("hostIPC", "Pods do not share the node's memory.", "")
          .notTaken("enableServiceLinks", "Berth leaves the variables of other Services in.", "")
          .notOffered(
              "shareProcessNamespace",
              "dnsConfig",
              "hostname",
              "subdomain",
              "setHostnameAsFQDN",
              "runtimeClassName",
              "readinessGates",
              "activeDeadlineSeconds",
              "ephemeralContainers",
              "preemptionPolicy",
              "schedulerName",
              "restartPolicy",
              "hostUsers",
              "os");

  private PodTemplate() {}

  /**
   * Reads the pods into the file.
   *
   * @param selector that of the workload for its own pods
   */
  static void read(Source selector, Source template, KubernetesObjects objects, BerthFile file) {
    Source metadata = template.field("metadata");
    METADATA.read(metadata, file);
    labels(metadata.field("labels"), file);
    annotations(metadata.field("annotations"), file);
    Source spec = template.field("spec");
    SPEC.read(spec, file);
    PodSelectors selectors = new PodSelectors(selector, metadata.field("labels"), file);
    new AffinityFields(selectors, file).read(spec.field("affinity"));
    new SpreadFields(selectors, file).read(spec.field("topologySpreadConstraints"));
    List<PodContainer> containers = PodContainer.of(spec, file);
    if (containers.isEmpty()) {
      template.fault("spec.containers with a container");
      return;
    }
    SecurityFields.read(spec.field("securityContext"), containers);
    List<ResourceFields> resources = new ArrayList<>();
    for (PodContainer container : containers) {
      ContainerFields fields = new ContainerFields(container, objects);
      fields.read();
      resources.add(fields.resources());
    }
    ResourceFields.write(resources);
    new VolumeFields(spec.field("volumes"), containers, objects, file).read();
    Services.read(containers, metadata.field("labels"), objects, file);
    for (PodContainer container : containers) {
      if (container.isOwn()) {
        ProbeFields.read(container.source(), file);
      } else if (!container.isInit()) {
        ProbeFields.readOfSidecar(container.source(), container.file());
      }
    }
  }

  /** Whether the pods have a label of that name as the source says it. */
  static boolean isKept(String label) {
    return !OWN_LABELS.contains(label) && !label.startsWith("berth.io/");
  }

  private static void labels(Source labels, BerthFile file) {
    labels
        .entries()
        .forEach(
            (name, source) -> {
              if (OWN_LABELS.contains(name)) {
                source.ignored(
                    "Berth sets it itself; what selects by it must select the app's name.");
              } else if (name.startsWith("berth.io/")) {
                source.notTaken("These labels are Berth's own.", "Choose another name.");
              } else {
                entry(source, "pod.labels", name, file);
              }
            });
  }

  private static void annotations(Source annotations, BerthFile file) {
    annotations
        .entries()
        .forEach(
            (name, source) -> {
              if (name.startsWith("kubectl.kubernetes.io/")) {
                source.ignored("kubectl keeps it.");
              } else if (name.startsWith("berth.io/")) {
                source.notTaken("These annotations are Berth's own.", "Choose another name.");
              } else {
                entry(source, "annotations", name, file);
              }
            });
  }

  private static void entry(Source source, String path, String name, BerthFile file) {
    String text = source.text();
    if (text != null) {
      file.putEntry(path, name, text);
      source.kept("spec." + path);
    }
  }

  private static void nodeSelector(Source selector, BerthFile file) {
    selector
        .entries()
        .forEach((name, source) -> entry(source, "placement.nodeSelector", name, file));
  }

  private static void serviceAccount(Source source, BerthFile file) {
    String name = source.text();
    if (name == null || name.equals("default") || name.isEmpty()) {
      source.ignored("It is the default.");
    } else {
      file.put("pod.serviceAccountName", name);
      source.kept("spec.pod.serviceAccountName");
    }
  }

  private static void pullSecrets(Source list, BerthFile file) {
    for (Source item : list.items()) {
      String name = item.field("name").text();
      if (name != null) {
        file.add("pod.imagePullSecrets", name);
        item.field("name").kept("spec.pod.imagePullSecrets");
      }
    }
  }

  private static void hostAliases(Source list, BerthFile file) {
    for (Source item : list.items()) {
      String ip = item.field("ip").text();
      if (ip != null) {
        item.field("ip").kept("spec.pod.hostAliases");
        List<String> names = item.field("hostnames").keptTexts("spec.pod.hostAliases");
        Map<String, Object> alias = new LinkedHashMap<>();
        alias.put("ip", ip);
        alias.put("hostnames", new ArrayList<>(names));
        file.add("pod.hostAliases", alias);
      }
    }
  }

  private static void tolerations(Source list, BerthFile file) {
    for (Source item : list.items()) {
      Map<String, Object> toleration = new LinkedHashMap<>();
      for (String name : List.of("key", "operator", "value", "effect")) {
        Source field = item.field(name);
        String text = field.text();
        if (text != null) {
          field.kept("spec.placement.tolerations");
          if (!text.isEmpty()) {
            toleration.put(name, text);
          }
        }
      }
      Source seconds = item.field("tolerationSeconds");
      Long count = seconds.number();
      if (count != null) {
        seconds.kept("spec.placement.tolerations");
        toleration.put("tolerationSeconds", count);
      }
      file.add("placement.tolerations", toleration);
    }
  }
}
