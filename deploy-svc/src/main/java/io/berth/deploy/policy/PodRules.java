/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about what the API server takes and no container can run with, or not as it was meant. */
final class PodRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("secrets-distinct", 1, PodRules::secretsDistinct),
          new PolicyRule("probe-command", 1, PodRules::probeCommand),
          new PolicyRule("args-size", 1, PodRules::argsSize));

  /** Linux' {@code MAX_ARG_STRLEN} with the byte that ends the string. */
  private static final int MAX_ARG = 128 * 1024 - 1;

  private PodRules() {}

  private static Stream<Breach> secretsDistinct(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    List<String> secrets = input.spec().secrets();
    Map<String, Integer> first = new HashMap<>();
    return IntStream.range(0, secrets.size())
        .filter(i -> first.putIfAbsent(secrets.get(i), i) != null)
        .mapToObj(
            i ->
                new Breach(
                    "spec.secrets[" + i + "]",
                    "'"
                        + secrets.get(i)
                        + "', as in spec.secrets["
                        + first.get(secrets.get(i))
                        + "]",
                    "each Secret once",
                    "Leave one of the two out, or name the Secret that was meant."));
  }

  private static Stream<Breach> probeCommand(PolicyInput input, PolicyParameters parameters) {
    Probes probes = input.spec().probes();
    if (!input.bringsSpec() || probes == null) {
      return Stream.empty();
    }
    return Stream.of(
            probeCommand("liveness", probes.liveness()),
            probeCommand("readiness", probes.readiness()),
            probeCommand("startup", probes.startup()))
        .flatMap(breach -> breach);
  }

  private static Stream<Breach> probeCommand(String kind, @Nullable Probe probe) {
    return probe != null
            && probe.check() instanceof ProbeCheck.Exec exec
            && exec.command().getFirst().isBlank()
        ? Stream.of(
            new Breach(
                "spec.probes." + kind + ".check.command[0]",
                "'" + exec.command().getFirst() + "'",
                "the program to run",
                "Write the program first, each argument as an item of its own."))
        : Stream.empty();
  }

  private static Stream<Breach> argsSize(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    List<String> args = input.spec().args();
    return IntStream.range(0, args.size())
        .filter(i -> args.get(i).getBytes(UTF_8).length > MAX_ARG)
        .mapToObj(
            i ->
                new Breach(
                    "spec.args[" + i + "]",
                    args.get(i).getBytes(UTF_8).length + " bytes",
                    "at most " + MAX_ARG + " bytes, what Linux passes to a program",
                    "Put long values into configFiles."));
  }
}
