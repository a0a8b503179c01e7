/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a record comes from: what it says itself, then what is known of its pod. */
final class Kubernetes {

  /** Fluent Bit and fluentd make it from the name of the file. */
  private static final Pattern FILE_TAG =
      Pattern.compile(".*containers\\.([^_]{1,253})_([^_]{1,63})_(.{1,63})-([0-9a-f]{64})\\.log");

  /**
   * What the record says.
   *
   * @param pod its pod
   * @param container the container's name
   * @param node the node's name
   * @param app Berth's name of the application
   * @param service {@code service.name}
   */
  record Place(
      PodRef pod,
      @Nullable String container,
      @Nullable String node,
      @Nullable String app,
      @Nullable String service) {}

  private Kubernetes() {}

  static Place take(FlatFields fields, String tag) {
    Matcher file = FILE_TAG.matcher(tag);
    boolean fromFile = tag.endsWith(".log") && file.matches();
    PodRef pod =
        new PodRef(
            fields.takeText("kubernetes.pod.uid", "kubernetes.pod_id"),
            or(
                fields.takeText("container.id", "container_id", "kubernetes.docker_id"),
                fromFile ? file.group(4) : null),
            fields.takeText(
                "orchestrator.cluster.name", "kubernetes.cluster_name", "kubernetes.cluster"),
            or(
                fields.takeText("kubernetes.namespace", "kubernetes.namespace_name"),
                fromFile ? file.group(2) : null),
            or(
                fields.takeText("kubernetes.pod.name", "kubernetes.pod_name"),
                fromFile ? file.group(1) : null));
    return new Place(
        pod,
        or(
            fields.takeText(
                "container.name", "kubernetes.container.name", "kubernetes.container_name"),
            fromFile ? file.group(3) : null),
        fields.takeText("kubernetes.node.name", "host.name", "kubernetes.host", "hostname"),
        fields.takeText("berth.app"),
        fields.takeText("service.name"));
  }

  static void put(Document document, Place place, @Nullable PodFacts facts, FlatFields fields) {
    PodRef pod = place.pod();
    ContainerFacts container = facts == null ? null : container(facts, place);
    document.put(
        Field.ORCHESTRATOR_CLUSTER_NAME, or(facts == null ? null : facts.cluster(), pod.cluster()));
    document.put(
        Field.KUBERNETES_NAMESPACE, or(facts == null ? null : facts.namespace(), pod.namespace()));
    document.put(Field.KUBERNETES_POD_NAME, or(facts == null ? null : facts.name(), pod.name()));
    document.put(Field.KUBERNETES_POD_UID, or(facts == null ? null : facts.uid(), pod.uid()));
    String node = or(facts == null ? null : facts.node(), place.node());
    document.put(Field.KUBERNETES_NODE_NAME, pod.isEmpty() ? null : node);
    document.put(Field.HOST_NAME, node);
    document.put(
        Field.CONTAINER_NAME, or(container == null ? null : container.name(), place.container()));
    document.put(
        Field.CONTAINER_ID,
        or(pod.containerId(), container == null ? null : container.containerId()));
    String app = or(or(facts == null ? null : facts.app(), place.app()), place.service());
    document.put(Field.BERTH_APP, app);
    document.put(Field.SERVICE_NAME, or(place.service(), app));
    if (facts != null) {
      known(document, facts, container);
    } else if (!pod.isEmpty()) {
      document.put(Field.BERTH_POD_FACTS, "pending");
    }
    labels(document, facts, fields);
  }

  private static void known(Document document, PodFacts facts, @Nullable ContainerFacts container) {
    document.put(Field.BERTH_POD_FACTS, "known");
    document.put(Field.KUBERNETES_POD_IP, facts.podIp());
    if ("Deployment".equals(facts.ownerKind())) {
      document.put(Field.KUBERNETES_DEPLOYMENT_NAME, facts.ownerName());
    }
    document.put(Field.KUBERNETES_OWNER_KIND, facts.ownerKind());
    document.put(Field.KUBERNETES_OWNER_NAME, facts.ownerName());
    document.put(Field.BERTH_RELEASE, facts.release() == null ? null : facts.release().toString());
    if (container != null) {
      document.put(Field.CONTAINER_IMAGE_NAME, container.image());
    }
  }

  /** Labels that the collector sent are replaced by those of the facts. */
  private static void labels(Document document, @Nullable PodFacts facts, FlatFields fields) {
    Map<String, Object> sent = new LinkedHashMap<>();
    String prefix = "kubernetes.labels.";
    fields
        .rest()
        .entrySet()
        .removeIf(
            entry -> {
              boolean label = entry.getKey().startsWith(prefix);
              if (label) {
                sent.put(entry.getKey().substring(prefix.length()), entry.getValue());
              }
              return label;
            });
    Map<String, ?> labels = facts == null ? sent : facts.labels();
    if (!labels.isEmpty()) {
      document.put(Field.KUBERNETES_LABELS, labels);
    }
  }

  private static @Nullable ContainerFacts container(PodFacts facts, Place place) {
    String id = place.pod().containerId();
    for (ContainerFacts container : facts.containers()) {
      if (container.name().equals(place.container())
          || id != null && id.equals(container.containerId())) {
        return container;
      }
    }
    return facts.containers().size() == 1 ? facts.containers().getFirst() : null;
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }
}
