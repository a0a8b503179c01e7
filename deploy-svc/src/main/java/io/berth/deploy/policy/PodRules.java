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
          new PolicyRule("secrets-distinct", 3, PodRules::secretsDistinct),
          new PolicyRule("probe-command", 2, PodRules::probeCommand),
          new PolicyRule("args-size", 3, PodRules::argsSize));

  /** Linux' {@code MAX_ARG_STRLEN} with the byte that ends the string. */
  private static final int MAX_ARG = 128 * 1024 - 1;

  private PodRules() {}

  private static Stream<Breach> secretsDistinct(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec())
            .flatMap(
                it ->
                    Stream.concat(
                        distinct(it.field() + "secrets", "Secret", it.secrets()),
                        distinct(it.field() + "configMaps", "ConfigMap", it.configMaps())))
        : Stream.empty();
  }

  private static Stream<Breach> distinct(String field, String kind, List<String> names) {
    Map<String, Integer> first = new HashMap<>();
    return IntStream.range(0, names.size())
        .filter(i -> first.putIfAbsent(names.get(i), i) != null)
        .mapToObj(
            i ->
                new Breach(
                    field + "[" + i + "]",
                    "'%s', as in %s[%d]".formatted(names.get(i), field, first.get(names.get(i))),
                    "each " + kind + " once",
                    "Leave one of the two out, or name the " + kind + " that was meant."));
  }

  private static Stream<Breach> probeCommand(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec()).flatMap(PodRules::probeCommand)
        : Stream.empty();
  }

  private static Stream<Breach> probeCommand(PodContainer container) {
    Probes probes = container.probes();
    String field = container.field() + "probes.";
    return probes == null
        ? Stream.empty()
        : Stream.of(
                probeCommand(field + "liveness", probes.liveness()),
                probeCommand(field + "readiness", probes.readiness()),
                probeCommand(field + "startup", probes.startup()))
            .flatMap(breach -> breach);
  }

  private static Stream<Breach> probeCommand(String field, @Nullable Probe probe) {
    return probe != null
            && probe.check() instanceof ProbeCheck.Exec exec
            && exec.command().getFirst().isBlank()
        ? Stream.of(
            new Breach(
                field + ".check.command[0]",
                "'" + exec.command().getFirst() + "'",
                "the program to run",
                "Write the program first, each argument as an item of its own."))
        : Stream.empty();
  }

  private static Stream<Breach> argsSize(PolicyInput input, PolicyParameters parameters) {
    return input.bringsSpec()
        ? PodContainer.all(input.spec())
            .flatMap(
                it ->
                    Stream.concat(
                        tooLong(it.field() + "command", it.command()),
                        tooLong(it.field() + "args", it.args())))
        : Stream.empty();
  }

  private static Stream<Breach> tooLong(String field, List<String> args) {
    return IntStream.range(0, args.size())
        .filter(i -> args.get(i).getBytes(UTF_8).length > MAX_ARG)
        .mapToObj(
            i ->
                new Breach(
                    field + "[" + i + "]",
                    args.get(i).getBytes(UTF_8).length + " bytes",
                    "at most " + MAX_ARG + " bytes, what Linux passes to a program",
                    "Put long values into configFiles."));
  }
}
