/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.ResourceRequests;
import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.Tier;
import io.berth.events.command.pod.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about what a specification says of its pods as a whole. */
final class PodOptionRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("labels-reserved", 1, PodOptionRules::labelsReserved),
          new PolicyRule("requests-bounds", 2, PodOptionRules::requestsBounds),
          new PolicyRule("capabilities", 2, PodOptionRules::capabilities),
          new PolicyRule("probe-port", 2, PodOptionRules::probePort),
          new PolicyRule("probe-grpc", 1, PodOptionRules::probeGrpc));

  private static final Set<String> OWN_LABELS =
      Set.of(Annotations.NAME, Annotations.MANAGED_BY, Annotations.VERSION);

  private PodOptionRules() {}

  /** Berth selects pods by them. */
  private static Stream<Breach> labelsReserved(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec() || input.spec().pod() == null) {
      return Stream.empty();
    }
    return input.spec().pod().labels().keySet().stream()
        .filter(name -> name.startsWith("berth.io/") || OWN_LABELS.contains(name))
        .sorted()
        .map(
            name ->
                new Breach(
                    "spec.pod.labels." + name,
                    name,
                    "a name that does not begin with berth.io/, and none of "
                        + Annotations.NAME
                        + ", "
                        + Annotations.MANAGED_BY
                        + " and "
                        + Annotations.VERSION,
                    "Berth sets these itself, to find the pods; choose another name."));
  }

  private static Stream<Breach> requestsBounds(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec()).flatMap(it -> requestsBounds(it, input.spec().tier()))
        : Stream.empty();
  }

  private static Stream<Breach> requestsBounds(PodContainer container, Tier tier) {
    Limits requests = container.requests();
    Limits limits = container.limits();
    if (requests == null) {
      return Stream.empty();
    }
    String field = container.field() + "requests";
    if (limits == null) {
      return Stream.of(
          new Breach(
              field,
              "requests without limits",
              "limits too",
              "Say how much one pod may use at most."));
    }
    ResourceRequests least = ResourceRequests.least(tier, limits);
    return Stream.of(
            outside(
                field + ".cpu", "m", requests.cpuMillis(), least.cpuMillis(), limits.cpuMillis()),
            outside(
                field + ".memory",
                " bytes",
                requests.memoryBytes(),
                least.memoryBytes(),
                limits.memoryBytes()))
        .flatMap(found -> found.map(values -> outside(values, tier)));
  }

  /** An amount beyond its bounds. */
  private record Outside(String field, String found, String wanted) {}

  private static Stream<Outside> outside(
      String field, String unit, long found, long least, long most) {
    return found >= least && found <= most
        ? Stream.empty()
        : Stream.of(new Outside(field, found + unit, least + unit + " to " + most + unit));
  }

  private static Breach outside(Outside values, Tier tier) {
    return new Breach(
        values.field(),
        values.found(),
        values.wanted(),
        "The tier "
            + tier.name().toLowerCase(Locale.ROOT)
            + " bounds how far a limit may exceed its request. Request more, lower the"
            + " limit, or choose a lower tier.");
  }

  private static Stream<Breach> capabilities(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec()).flatMap(PodOptionRules::capabilities)
        : Stream.empty();
  }

  private static Stream<Breach> capabilities(PodContainer container) {
    SecurityContext security = container.security();
    List<String> added = security == null ? List.of() : security.addCapabilities();
    return IntStream.range(0, added.size())
        .filter(i -> !SecurityContext.BASELINE_CAPABILITIES.contains(added.get(i)))
        .mapToObj(
            i ->
                new Breach(
                    container.field() + "security.addCapabilities[" + i + "]",
                    added.get(i),
                    "one of "
                        + String.join(", ", new TreeSet<>(SecurityContext.BASELINE_CAPABILITIES)),
                    "Others give a container power over its node; change what the application"
                        + " needs it for."));
  }

  private static Stream<Breach> probePort(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec()).flatMap(PodOptionRules::probePort)
        : Stream.empty();
  }

  private static Stream<Breach> probePort(PodContainer container) {
    Probes probes = container.probes();
    if (probes == null) {
      return Stream.empty();
    }
    return Stream.of(
            probePort("liveness", probes.liveness(), container),
            probePort("readiness", probes.readiness(), container),
            probePort("startup", probes.startup(), container))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> probePort(
      String kind, @Nullable Probe probe, PodContainer container) {
    List<String> names = container.ports().stream().map(Port::name).toList();
    String name = probe == null ? null : probe.check().portName();
    return name == null || names.contains(name)
        ? Stream.empty()
        : Stream.of(
            new Breach(
                container.field() + "probes." + kind + ".check.portName",
                "'" + name + "'",
                names.isEmpty() ? "the name of one of the ports" : "one of " + names,
                "Name one of " + container.field() + "ports, or write the port's number as port."));
  }

  /** Earlier API servers drop the field, so that the probe would check nothing. */
  private static Stream<Breach> probeGrpc(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec() && !input.kubernetes().hasGrpcProbes()
        ? PodContainer.all(input.spec()).flatMap(it -> probeGrpc(it, input))
        : Stream.empty();
  }

  private static Stream<Breach> probeGrpc(PodContainer container, PolicyInput input) {
    Probes probes = container.probes();
    if (probes == null) {
      return Stream.empty();
    }
    return Stream.of(
            probeGrpc("liveness", probes.liveness(), container, input),
            probeGrpc("readiness", probes.readiness(), container, input),
            probeGrpc("startup", probes.startup(), container, input))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> probeGrpc(
      String kind, @Nullable Probe probe, PodContainer container, PolicyInput input) {
    return probe == null || !(probe.check() instanceof ProbeCheck.Grpc)
        ? Stream.empty()
        : Stream.of(
            new Breach(
                container.field() + "probes." + kind + ".check.type",
                "grpc, and " + input.cluster() + " runs Kubernetes " + input.kubernetes(),
                "http, tcp or exec; gRPC probes need Kubernetes 1.24",
                "Check the port with tcp, or the health service with an exec check of"
                    + " grpc_health_probe; or leave the cluster out of meta.clusters."));
  }
}
