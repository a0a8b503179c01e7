/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.manifest.Track;
import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.RolloutStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Rules about the cluster, the namespace and the name that a command targets. */
final class TargetRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("known-cluster", 1, TargetRules::knownCluster),
          new PolicyRule("namespace-protected", 1, TargetRules::namespaceProtected),
          new PolicyRule("name-format", 1, TargetRules::nameFormat),
          new PolicyRule("name-reserved", 1, TargetRules::nameReserved),
          new PolicyRule("expected-release", 1, TargetRules::expectedRelease),
          new PolicyRule("quota", 2, TargetRules::quota),
          new PolicyRule("canary-deadline", 1, TargetRules::canaryDeadline));

  /** Pods append up to 17 characters to the name, and a label takes 63. */
  private static final int MAX_NAME = 46;

  private TargetRules() {}

  private static Stream<Breach> knownCluster(PolicyInput input, PolicyParameters parameters) {
    if (parameters.knownClusters().isEmpty()) {
      return Stream.empty();
    }
    return Stream.concat(
            input.command().meta().clusters().stream().map(name -> List.of("meta.clusters", name)),
            input.bringsSpec()
                ? input.spec().replicasByCluster().keySet().stream()
                    .map(name -> List.of("spec.replicasByCluster", name))
                : Stream.empty())
        .filter(named -> !parameters.knownClusters().contains(named.getLast()))
        .map(
            named ->
                new Breach(
                    named.getFirst(),
                    "'" + named.getLast() + "'",
                    "one of " + parameters.knownClusters(),
                    "Correct the cluster's name."));
  }

  private static Stream<Breach> namespaceProtected(PolicyInput input, PolicyParameters parameters) {
    String namespace = input.command().subject().namespace();
    return parameters.protectedNamespaces().stream()
        .filter(
            pattern ->
                pattern.endsWith("*")
                    ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
                    : namespace.equals(pattern))
        .limit(1)
        .map(
            pattern ->
                new Breach(
                    "app.namespace",
                    "'" + namespace + "'",
                    "a namespace other than " + parameters.protectedNamespaces(),
                    "Choose a namespace of your own; this one belongs to the cluster."));
  }

  private static Stream<Breach> nameFormat(PolicyInput input, PolicyParameters parameters) {
    String name = input.command().subject().name();
    boolean fits = name.length() <= MAX_NAME && Character.isLetter(name.charAt(0));
    return fits || !input.bringsSpec()
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "app.name",
                "'" + name + "'",
                "at most " + MAX_NAME + " characters, the first one a letter",
                "Services and pods are named after the application and take no other names."));
  }

  /** An existing application keeps its name. */
  private static Stream<Breach> nameReserved(PolicyInput input, PolicyParameters parameters) {
    String name = input.command().subject().name();
    return input.bringsSpec() && input.current() == null && Track.isReserved(name)
        ? Stream.of(
            new Breach(
                "app.name",
                "'" + name + "'",
                "a name that does not end with --canary or --preview",
                "So Berth names the Deployments that run beside an application's own; end it with"
                    + " one dash instead of two."))
        : Stream.empty();
  }

  private static Stream<Breach> expectedRelease(PolicyInput input, PolicyParameters parameters) {
    Long expected = input.command().meta().expectedRelease();
    long found = input.current() == null ? 0 : input.current().number();
    return expected == null || expected == found
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "meta.expectedRelease",
                Long.toString(expected),
                found == 0 ? "0: it is not deployed in " + input.cluster() : Long.toString(found),
                "Somebody deployed since you looked. Look at release "
                    + found
                    + ", then send the command again."));
  }

  /** Including the surge of a roll-out: without room for it the new pods could never start. */
  private static Stream<Breach> quota(PolicyInput input, PolicyParameters parameters) {
    PodLimits limits = PodLimits.of(input.spec());
    long pods = input.replicas() + surge(input);
    if (limits == null || input.replicas() == 0) {
      return Stream.empty();
    }
    QuotaHeadroom room = input.quota();
    return Stream.of(
            exceeded("CPU limits", "m", pods * limits.cpuMillis(), room.limitsCpuMillis(), input),
            exceeded(
                "memory limits",
                " bytes",
                pods * limits.memoryBytes(),
                room.limitsMemoryBytes(),
                input),
            exceeded("pods", "", pods, room.pods(), input))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> exceeded(
      String what, String unit, long needed, long room, PolicyInput input) {
    return needed <= room
        ? Stream.empty()
        : Stream.of(
            new Breach(
                input.replicasField(),
                needed + unit + " of " + what + " for " + input.replicas() + " replicas",
                "at most " + Math.max(0, room) + unit + ", what the namespace's quota has left",
                "Ask for fewer or smaller replicas, or have the quota raised."));
  }

  private static long surge(PolicyInput input) {
    int percent =
        switch (input.spec().strategy()) {
          case RolloutStrategy.Rolling rolling -> rolling.maxSurgePercent();
          case RolloutStrategy.Canary canary ->
              RolloutStrategy.Rolling.standard().maxSurgePercent() + widest(canary);
          case RolloutStrategy.BlueGreen _ -> 100;
          case RolloutStrategy.Recreate _ -> 0;
        };
    boolean replaces =
        input.bringsSpec() && input.current() != null && input.spec().workload() == null;
    return replaces ? Math.ceilDiv((long) input.replicas() * percent, 100L) : 0;
  }

  private static int widest(RolloutStrategy.Canary canary) {
    return canary.steps().stream().mapToInt(RolloutStrategy.CanaryStep::percent).max().orElse(0);
  }

  /** Timed steps must end before the deadline. */
  private static Stream<Breach> canaryDeadline(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()
        || !(input.spec().strategy() instanceof RolloutStrategy.Canary canary)) {
      return Stream.empty();
    }
    Duration baking =
        canary.steps().stream()
            .map(RolloutStrategy.CanaryStep::bake)
            .filter(Objects::nonNull)
            .reduce(Duration.ZERO, Duration::plus);
    Duration deadline = input.command().meta().deadline();
    return baking.compareTo(deadline) < 0
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "meta.deadline",
                deadline.toString(),
                "more than " + baking + ", the bake times of all steps",
                "Give a longer deadline or shorter bake times."));
  }
}
