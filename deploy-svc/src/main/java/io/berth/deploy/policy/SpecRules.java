/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.Probes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Rules about the spec of an application. */
final class SpecRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("min-replicas", 1, SpecRules::minReplicas),
          new PolicyRule("probes-required", 1, SpecRules::probes),
          new PolicyRule("limits-required", 2, SpecRules::limits),
          new PolicyRule("env-size", 2, SpecRules::envSize),
          new PolicyRule("env-reserved", 3, SpecRules::envReserved),
          new PolicyRule("whole-seconds", 1, SpecRules::wholeSeconds),
          new PolicyRule("annotations-reserved", 1, SpecRules::annotationsReserved));

  private SpecRules() {}

  /** Zero replicas mean a Stop, or an application that leaves this cluster out. */
  private static Stream<Breach> minReplicas(PolicyInput input, PolicyParameters parameters) {
    int least = parameters.minReplicasProd();
    if (!input.isProduction() || input.replicas() == 0 || input.replicas() >= least) {
      return Stream.empty();
    }
    return Stream.of(
        new Breach(
            input.replicasField(),
            Integer.toString(input.replicas()),
            "at least " + least + " in production",
            "Ask for "
                + least
                + " or more, so that the loss of a node or two is not an outage; or deploy to a qa"
                + " or dev namespace."));
  }

  private static Stream<Breach> probes(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    Probes probes = input.spec().probes();
    return Stream.of(
            probes == null || probes.liveness() == null ? "liveness" : "",
            probes == null || probes.readiness() == null ? "readiness" : "")
        .filter(kind -> !kind.isEmpty())
        .map(
            kind ->
                new Breach(
                    "spec.probes." + kind,
                    "nothing",
                    "a " + kind + " probe",
                    kind.equals("liveness")
                        ? "Say how to tell that the application hangs, so that it is restarted."
                        : "Say how to tell that the application can take requests, so that none are"
                            + " sent to a pod that cannot."));
  }

  private static Stream<Breach> limits(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return PodContainer.all(input.spec())
        .filter(container -> container.limits() == null)
        .map(
            container ->
                new Breach(
                    container.field() + "limits",
                    "nothing",
                    "cpu and memory, such as {cpu: 500m, memory: 256Mi}",
                    container.field().equals("spec.")
                        ? "Say how much CPU and memory one pod may use; what it reserves follows"
                            + " from the tier."
                        : "Say how much CPU and memory this container may use in one pod; what it"
                            + " reserves follows from the tier."));
  }

  private static Stream<Breach> envSize(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return PodContainer.all(input.spec())
        .filter(container -> envBytes(container) > parameters.maxEnvBytes())
        .map(
            container ->
                new Breach(
                    container.field() + "env",
                    envBytes(container) + " bytes",
                    "at most " + parameters.maxEnvBytes() + " bytes",
                    "Put long values into configFiles."));
  }

  private static long envBytes(PodContainer container) {
    return container.env().entrySet().stream()
        .mapToLong(
            entry ->
                entry.getKey().getBytes(UTF_8).length + entry.getValue().getBytes(UTF_8).length)
        .sum();
  }

  private static Stream<Breach> envReserved(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec()).flatMap(SpecRules::envReserved)
        : Stream.empty();
  }

  private static Stream<Breach> envReserved(PodContainer container) {
    return Stream.concat(
            container.env().keySet().stream().map(name -> List.of("env", name)),
            container.envFrom().stream().map(name -> List.of("envFrom", name)))
        .filter(named -> named.getLast().startsWith("BERTH_"))
        .sorted(Comparator.comparing(List::getLast))
        .map(
            named ->
                new Breach(
                    container.field() + String.join(".", named),
                    named.getLast(),
                    "a name that does not begin with BERTH_",
                    "These names tell the application where it runs; choose another."));
  }

  /** Kubernetes would truncate it; a kept release with such a value can still be rolled back to. */
  private static Stream<Breach> wholeSeconds(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return input.spec().inexact().stream()
        .map(fault -> fault.within("spec"))
        .map(
            fault ->
                new Breach(
                    fault.field(),
                    fault.found(),
                    fault.wanted(),
                    "Say which of the two it is to be; nothing is cut."));
  }

  /** Berth would overwrite them. */
  private static Stream<Breach> annotationsReserved(
      PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return input.spec().annotations().keySet().stream()
        .filter(name -> name.startsWith("berth.io/"))
        .sorted()
        .map(
            name ->
                new Breach(
                    "spec.annotations." + name,
                    name,
                    "a name that does not begin with berth.io/",
                    "These say what Berth made; choose another prefix."));
  }
}
