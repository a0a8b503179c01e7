/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.pod.Affinity;
import io.berth.events.command.pod.Affinity.Neighbors;
import io.berth.events.command.pod.Affinity.NodeLabel;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.Spread;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodAntiAffinityBuilder;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where pods are placed, by other pods and by the nodes. */
final class AffinityManifest {

  private static final Spread OVER_NODES = new Spread("node", null, false);

  private final Map<String, String> ownLabels;

  AffinityManifest(String app) {
    this.ownLabels = Annotations.selector(app);
  }

  /** Over the nodes in any case; without being required, a full node blocks nothing. */
  List<TopologySpreadConstraint> spread(@Nullable Placement placement) {
    List<Spread> given = placement == null ? List.of() : placement.spread();
    boolean overNodes =
        given.stream().anyMatch(it -> it.topologyKey().equals(OVER_NODES.topologyKey()));
    return Stream.concat(overNodes ? Stream.empty() : Stream.of(OVER_NODES), given.stream())
        .map(this::constraint)
        .toList();
  }

  private TopologySpreadConstraint constraint(Spread spread) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(spread.max() == null ? 1 : spread.max())
        .withTopologyKey(spread.topologyKey())
        .withWhenUnsatisfiable(spread.required() ? "DoNotSchedule" : "ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(ownLabels)
        .endLabelSelector()
        .build();
  }

  io.fabric8.kubernetes.api.model.Affinity affinity(Affinity affinity) {
    AffinityBuilder builder = new AffinityBuilder();
    if (!affinity.apart().isEmpty()) {
      builder.withPodAntiAffinity(
          new PodAntiAffinityBuilder()
              .withRequiredDuringSchedulingIgnoredDuringExecution(required(affinity.apart()))
              .withPreferredDuringSchedulingIgnoredDuringExecution(preferred(affinity.apart()))
              .build());
    }
    if (!affinity.together().isEmpty()) {
      builder.withPodAffinity(
          new PodAffinityBuilder()
              .withRequiredDuringSchedulingIgnoredDuringExecution(required(affinity.together()))
              .withPreferredDuringSchedulingIgnoredDuringExecution(preferred(affinity.together()))
              .build());
    }
    if (!affinity.nodes().isEmpty()) {
      builder.withNodeAffinity(nodes(affinity.nodes()));
    }
    return builder.build();
  }

  private List<PodAffinityTerm> required(List<Neighbors> neighbors) {
    return neighbors.stream().filter(Neighbors::required).map(this::term).toList();
  }

  private List<WeightedPodAffinityTerm> preferred(List<Neighbors> neighbors) {
    return neighbors.stream()
        .filter(it -> !it.required())
        .map(it -> new WeightedPodAffinityTerm(term(it), it.weightOrDefault()))
        .toList();
  }

  private PodAffinityTerm term(Neighbors neighbors) {
    return new PodAffinityTermBuilder()
        .withTopologyKey(neighbors.topologyKey())
        .withNewLabelSelector()
        .withMatchLabels(neighbors.labels().isEmpty() ? ownLabels : neighbors.labels())
        .endLabelSelector()
        .build();
  }

  /** What is required stands in one term: its conditions hold together. */
  private static NodeAffinity nodes(List<NodeLabel> labels) {
    NodeAffinityBuilder builder = new NodeAffinityBuilder();
    List<NodeSelectorRequirement> required =
        labels.stream().filter(NodeLabel::required).map(AffinityManifest::requirement).toList();
    if (!required.isEmpty()) {
      builder
          .withNewRequiredDuringSchedulingIgnoredDuringExecution()
          .withNodeSelectorTerms(new NodeSelectorTerm(required, List.of()))
          .endRequiredDuringSchedulingIgnoredDuringExecution();
    }
    return builder
        .withPreferredDuringSchedulingIgnoredDuringExecution(
            labels.stream()
                .filter(label -> !label.required())
                .map(
                    label ->
                        new PreferredSchedulingTerm(
                            new NodeSelectorTerm(List.of(requirement(label)), List.of()),
                            label.weightOrDefault()))
                .toList())
        .build();
  }

  private static NodeSelectorRequirement requirement(NodeLabel label) {
    return new NodeSelectorRequirement(label.key(), label.operatorOrIn(), label.values());
  }
}
