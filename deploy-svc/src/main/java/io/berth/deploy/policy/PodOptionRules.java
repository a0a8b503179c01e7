/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.ResourceRequests;
import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.pod.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about what a specification says of its pods as a whole. */
final class PodOptionRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("labels-reserved", 1, PodOptionRules::labelsReserved),
          new PolicyRule("requests-bounds", 1, PodOptionRules::requestsBounds),
          new PolicyRule("capabilities", 1, PodOptionRules::capabilities),
          new PolicyRule("probe-port", 1, PodOptionRules::probePort));

  private static final Set<String> OWN_LABELS =
      Set.of(Annotations.NAME, Annotations.MANAGED_BY, Annotations.VERSION);

  /**
   * Those that a container runtime gives by default, as in the baseline of the Pod Security
   * Standards. Others reach beyond the container.
   */
  private static final Set<String> BASELINE =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

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
    AppSpec spec = input.spec();
    Limits requests = spec.requests();
    Limits limits = spec.limits();
    if (!input.bringsSpec() || requests == null) {
      return Stream.empty();
    }
    if (limits == null) {
      return Stream.of(
          new Breach(
              "spec.requests",
              "requests without limits",
              "limits too",
              "Say how much one pod may use at most."));
    }
    ResourceRequests least = ResourceRequests.least(spec.tier(), limits);
    return Stream.of(
            outside("cpu", "m", requests.cpuMillis(), least.cpuMillis(), limits.cpuMillis(), spec),
            outside(
                "memory",
                " bytes",
                requests.memoryBytes(),
                least.memoryBytes(),
                limits.memoryBytes(),
                spec))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> outside(
      String what, String unit, long found, long least, long most, AppSpec spec) {
    return found >= least && found <= most
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "spec.requests." + what,
                found + unit,
                least + unit + " to " + most + unit,
                "The tier "
                    + spec.tier().name().toLowerCase(Locale.ROOT)
                    + " bounds how far a limit may exceed its request. Request more, lower the"
                    + " limit, or choose a lower tier."));
  }

  private static Stream<Breach> capabilities(PolicyInput input, PolicyParameters parameters) {
    SecurityContext security = input.spec().security();
    if (!input.bringsSpec() || security == null) {
      return Stream.empty();
    }
    List<String> added = security.addCapabilities();
    return IntStream.range(0, added.size())
        .filter(i -> !BASELINE.contains(added.get(i)))
        .mapToObj(
            i ->
                new Breach(
                    "spec.security.addCapabilities[" + i + "]",
                    added.get(i),
                    "one of " + String.join(", ", BASELINE.stream().sorted().toList()),
                    "Others give a container power over its node; change what the application"
                        + " needs it for."));
  }

  private static Stream<Breach> probePort(PolicyInput input, PolicyParameters parameters) {
    Probes probes = input.spec().probes();
    if (!input.bringsSpec() || probes == null) {
      return Stream.empty();
    }
    List<String> names = input.spec().ports().stream().map(Port::name).toList();
    return Stream.of(
            probePort("liveness", probes.liveness(), names),
            probePort("readiness", probes.readiness(), names),
            probePort("startup", probes.startup(), names))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> probePort(String kind, @Nullable Probe probe, List<String> names) {
    String name = probe == null ? null : probe.check().portName();
    return name == null || names.contains(name)
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "spec.probes." + kind + ".check.portName",
                "'" + name + "'",
                names.isEmpty() ? "the name of one of the ports" : "one of " + names,
                "Name one of spec.ports, or write the port's number as port."));
  }
}
