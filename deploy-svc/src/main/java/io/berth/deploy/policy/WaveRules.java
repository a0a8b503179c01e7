/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rejects waves that could never finish; every cluster decides alike. */
final class WaveRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("waves-complete", 1, WaveRules::complete),
          new PolicyRule("waves-deadline", 1, WaveRules::deadline),
          new PolicyRule("canary-cluster", 1, WaveRules::canaryCluster));

  private WaveRules() {}

  private static Stream<Breach> complete(PolicyInput input, PolicyParameters parameters) {
    CommandMeta meta = input.command().meta();
    if (!(meta.order() instanceof ClusterOrder.Waves waves)) {
      return Stream.empty();
    }
    List<String> named = waves.waves().stream().flatMap(List::stream).toList();
    Collection<String> targets = targets(input, parameters);
    return Stream.of(
            new TreeSet<>(named)
                .stream()
                    .filter(name -> Collections.frequency(named, name) > 1)
                    .map(
                        name ->
                            breach("'" + name + "' more than once", "each cluster in one wave")),
            new TreeSet<>(named)
                .stream()
                    .filter(name -> !targets.isEmpty() && !targets.contains(name))
                    .map(
                        name ->
                            breach("'" + name + "'", "one of the command's clusters " + targets)),
            Stream.concat(targets.stream(), Stream.of(input.cluster()))
                .distinct()
                .filter(name -> !named.contains(name))
                .map(name -> breach("no wave with '" + name + "'", "every target in a wave")))
        .flatMap(breaches -> breaches);
  }

  private static Breach breach(String found, String wanted) {
    return new Breach(
        "meta.order.waves",
        found,
        wanted,
        "Name every cluster of the command once, or name fewer in meta.clusters.");
  }

  /** The clusters that the command targets, as far as they are known. */
  private static Collection<String> targets(PolicyInput input, PolicyParameters parameters) {
    List<String> named = input.command().meta().clusters();
    return named.isEmpty() ? parameters.knownClusters() : named;
  }

  private static Stream<Breach> deadline(PolicyInput input, PolicyParameters parameters) {
    CommandMeta meta = input.command().meta();
    if (!(meta.order() instanceof ClusterOrder.Waves waves)) {
      return Stream.empty();
    }
    Duration baking = waves.bake().multipliedBy(waves.waves().size() - 1L);
    return baking.compareTo(meta.deadline()) < 0
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "meta.deadline",
                meta.deadline().toString(),
                "more than " + baking + ", the bake times of all waves but the last",
                "Give a longer deadline or a shorter bake time: the last wave could never start."));
  }

  private static Stream<Breach> canaryCluster(PolicyInput input, PolicyParameters parameters) {
    Collection<String> targets = targets(input, parameters);
    return input.command().meta().partialFailure()
                instanceof PartialFailurePolicy.CanaryFirst(String first)
            && !targets.isEmpty()
            && !targets.contains(first)
        ? Stream.of(
            new Breach(
                "meta.partialFailure.cluster",
                "'" + first + "'",
                "one of the command's clusters " + targets,
                "The others would wait for it in vain."))
        : Stream.empty();
  }
}
