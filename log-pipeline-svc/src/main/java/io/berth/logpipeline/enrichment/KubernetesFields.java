/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a record comes from: what is known of its pod, else what its sender says. Of what the
 * sender says the name of the container's file in the tag comes first, then the maps that
 * collectors add, then all other fields. As soon as one of these names the pod, those behind it are
 * not asked about the pod: they may be what a collector merged from the line.
 */
final class KubernetesFields {

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
   * @param release Berth's number of the release
   * @param commandId the command that it is about
   * @param dropped how many records its sender dropped
   * @param labels of the pod
   */
  record LogOrigin(
      PodRef pod,
      @Nullable String container,
      @Nullable String node,
      @Nullable String app,
      @Nullable String service,
      @Nullable String release,
      @Nullable String commandId,
      @Nullable Number dropped,
      Map<String, Object> labels) {}

  private static final String[] CLUSTER = {
    "orchestrator.cluster.name", "kubernetes.cluster_name", "kubernetes.cluster"
  };

  private static final String[] NODE = {
    "kubernetes.node.name", "host.name", "kubernetes.host", "hostname"
  };

  private KubernetesFields() {}

  /**
   * Takes what the sender says.
   *
   * @param collected the maps that collectors add
   * @param fields all else
   */
  static LogOrigin take(FlatFields collected, FlatFields fields, String tag) {
    Matcher match = FILE_TAG.matcher(tag);
    Matcher file = tag.endsWith(".log") && match.matches() ? match : null;
    PodRef ofFile =
        file == null
            ? PodRef.NONE
            : new PodRef(null, file.group(4), null, file.group(2), file.group(1));
    PodRef ofMaps = pod(collected, false);
    if (ofMaps.isEmpty()) {
      fields.add(collected);
    }
    FlatFields source =
        !ofMaps.isEmpty() && (file == null || ofMaps.isOf(ofFile))
            ? collected
            : file == null ? fields : FlatFields.none();
    PodRef pod = ofFile.or(pod(source, true));
    return new LogOrigin(
        pod.in(or(pod.cluster(), fields.takeText(CLUSTER))),
        or(
            file == null ? null : file.group(3),
            source.takeText(
                "container.name", "kubernetes.container.name", "kubernetes.container_name")),
        or(source.takeText(NODE), fields.takeText(NODE)),
        fields.takeText("berth.app"),
        fields.takeText("service.name"),
        fields.takeText("berth.release"),
        fields.takeText("berth.command_id"),
        fields.takeNumber("berth.dropped"),
        source.takeAll("kubernetes.labels."));
  }

  private static PodRef pod(FlatFields fields, boolean take) {
    return new PodRef(
        fields.text(take, "kubernetes.pod.uid", "kubernetes.pod_id"),
        fields.text(
            take, "container.id", "container_id", "kubernetes.docker_id", "docker.container_id"),
        fields.text(take, CLUSTER),
        fields.text(take, "kubernetes.namespace", "kubernetes.namespace_name"),
        fields.text(take, "kubernetes.pod.name", "kubernetes.pod_name"));
  }

  static void put(EcsDocument document, LogOrigin place, @Nullable PodFacts facts) {
    PodRef pod = place.pod();
    ContainerFacts container = facts == null ? null : container(facts, place);
    document.put(
        EcsField.ORCHESTRATOR_CLUSTER_NAME,
        or(facts == null ? null : facts.cluster(), pod.cluster()));
    document.put(
        EcsField.KUBERNETES_NAMESPACE,
        or(facts == null ? null : facts.namespace(), pod.namespace()));
    document.put(EcsField.KUBERNETES_POD_NAME, or(facts == null ? null : facts.name(), pod.name()));
    document.put(EcsField.KUBERNETES_POD_UID, or(facts == null ? null : facts.uid(), pod.uid()));
    String node = or(facts == null ? null : facts.node(), place.node());
    document.put(EcsField.KUBERNETES_NODE_NAME, pod.isEmpty() ? null : node);
    document.put(EcsField.HOST_NAME, node);
    document.put(
        EcsField.CONTAINER_NAME,
        or(container == null ? null : container.name(), place.container()));
    document.put(
        EcsField.CONTAINER_ID,
        or(pod.containerId(), container == null ? null : container.containerId()));
    String app = or(or(facts == null ? null : facts.app(), place.app()), place.service());
    document.put(EcsField.BERTH_APP, app);
    document.put(EcsField.SERVICE_NAME, or(place.service(), app));
    document.put(EcsField.BERTH_RELEASE, place.release());
    document.put(EcsField.BERTH_COMMAND_ID, place.commandId());
    document.put(EcsField.BERTH_DROPPED, place.dropped());
    Map<String, ?> labels = facts == null ? place.labels() : facts.labels();
    document.put(EcsField.KUBERNETES_LABELS, labels.isEmpty() ? null : labels);
    if (facts != null) {
      known(document, facts, container);
    } else if (!pod.isEmpty()) {
      document.put(EcsField.BERTH_POD_FACTS, "pending");
    }
  }

  private static void known(
      EcsDocument document, PodFacts facts, @Nullable ContainerFacts container) {
    document.put(EcsField.BERTH_POD_FACTS, "known");
    document.put(EcsField.KUBERNETES_POD_IP, facts.podIp());
    if ("Deployment".equals(facts.ownerKind())) {
      document.put(EcsField.KUBERNETES_DEPLOYMENT_NAME, facts.ownerName());
    }
    document.put(EcsField.KUBERNETES_OWNER_KIND, facts.ownerKind());
    document.put(EcsField.KUBERNETES_OWNER_NAME, facts.ownerName());
    document.put(
        EcsField.BERTH_RELEASE, facts.release() == null ? null : facts.release().toString());
    if (container != null) {
      document.put(EcsField.CONTAINER_IMAGE_NAME, container.image());
    }
  }

  private static @Nullable ContainerFacts container(PodFacts facts, LogOrigin place) {
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
