/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static io.berth.deploy.policy.FaultyFields.change;
import static io.berth.deploy.policy.FaultyFields.ports;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.PodOptions;
import io.berth.events.command.pod.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What a specification says of its pods with one fault, as in {@link FaultyFields}. */
final class FaultyOptions {

  private FaultyOptions() {}

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(
            "a ConfigMap twice",
            change(it -> it.configMaps = List.of("a", "a")),
            "secrets-distinct",
            "spec.configMaps[1]",
            "'a', as in spec.configMaps[0]"),
        arguments(
            "a program that Linux does not start",
            change(it -> it.command = List.of("serve", "x".repeat(128 * 1024))),
            "args-size",
            "spec.command[1]",
            "131072 bytes"),
        arguments(
            "a variable of Berth's from elsewhere",
            change(
                it ->
                    it.envFrom =
                        Map.of(
                            "BERTH_POD",
                            new EnvSource(null, null, null, "metadata.uid", null, false))),
            "env-reserved",
            "spec.envFrom.BERTH_POD",
            "BERTH_POD"),
        arguments(
            "two ports with one number in the Service",
            ports(new Port("http", 8080), new Port("admin", 8081, null, 8080)),
            "ports-distinct",
            "spec.ports[1].servicePort",
            "8080, as in spec.ports[0]"),
        arguments(
            "a probe of a port that has no such name",
            change(
                it ->
                    it.probes =
                        new Probes(
                            Probe.http("/", 8080),
                            new Probe(
                                new ProbeCheck.Tcp(null, "admin"),
                                Duration.ZERO,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(1),
                                3),
                            null)),
            "probe-port",
            "spec.probes.readiness.check.portName",
            "'admin'"),
        label("berth.io/slot"),
        label("app.kubernetes.io/name"),
        label("app.kubernetes.io/managed-by"),
        arguments(
            "a capability that reaches beyond the container",
            change(
                it ->
                    it.security =
                        new SecurityContext(
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            List.of("CHOWN", "SYS_ADMIN"),
                            null)),
            "capabilities",
            "spec.security.addCapabilities[1]",
            "SYS_ADMIN"),
        requests("a request above the limit", 201, 64L << 20, "cpu", "201m"),
        requests("less CPU than the tier reserves", 99, 64L << 20, "cpu", "99m"),
        requests("less memory than the tier reserves", 100, 31L << 20, "memory", "32505856 bytes"));
  }

  private static Arguments label(String name) {
    return arguments(
        "the label " + name,
        change(
            it ->
                it.pod =
                    new PodOptions(
                        Map.of(name, "x"), null, null, List.of(), null, null, List.of(), null)),
        "labels-reserved",
        "spec.pod.labels." + name,
        name);
  }

  /** Of a limit of 200m and 64 MiB. */
  private static Arguments requests(
      String what, long cpuMillis, long memoryBytes, String field, String found) {
    return arguments(
        what,
        change(it -> it.requests = new Limits(cpuMillis, memoryBytes)),
        "requests-bounds",
        "spec.requests." + field,
        found);
  }
}
