/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.AdditionalContainer.InitContainer;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.VolumeMount;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Init containers and sidecars with one fault, as in {@link FaultyFields}. */
final class FaultyContainers {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private FaultyContainers() {}

  static Stream<Arguments> rows() {
    return Stream.concat(initContainers(), sidecars());
  }

  private static Stream<Arguments> initContainers() {
    return Stream.of(
        init(
            "an init container with the application's name",
            it -> it.name = "cart",
            "container-name",
            "name",
            "'cart', as in app.name"),
        arguments(
            "a sidecar with the name of an init container",
            change(
                it -> {
                  it.initContainers = List.of(TestContainers.init(c -> c.name = "a"));
                  it.sidecars = List.of(TestContainers.sidecar(c -> c.name = "a"));
                }),
            "container-name",
            "spec.sidecars[0].name",
            "'a', as in spec.initContainers[0].name"),
        init(
            "an init container's image without a tag",
            it -> it.image = "registry.example/shop/migrate",
            "image-immutable",
            "image",
            "no tag, which means latest"),
        init(
            "an init container's image that moves",
            it -> it.image = "registry.example/shop/migrate:latest",
            "image-immutable",
            "image",
            "the tag 'latest'"),
        init(
            "an init container's image that is none",
            it -> it.image = "Shop/migrate:1.0",
            "image-name",
            "image",
            "'Shop/migrate:1.0'"),
        init(
            "an init container without limits",
            it -> it.limits = null,
            "limits-required",
            "limits",
            "nothing"),
        init(
            "an init container that requests less than its tier",
            it -> it.requests = new Limits(99, 64L << 20),
            "requests-bounds",
            "requests.cpu",
            "99m"),
        init(
            "a capability of an init container",
            it ->
                it.security =
                    new SecurityContext(
                        null, null, null, null, null, null, List.of(), List.of("SYS_ADMIN"), null),
            "capabilities",
            "security.addCapabilities[0]",
            "SYS_ADMIN"),
        init(
            "a variable of Berth's in an init container",
            it -> it.env = Map.of("BERTH_POD", "x"),
            "env-reserved",
            "env.BERTH_POD",
            "BERTH_POD"),
        init(
            "a Secret twice in an init container",
            it -> it.secrets = List.of("a", "a"),
            "secrets-distinct",
            "secrets[1]",
            "'a', as in spec.initContainers[0].secrets[0]"),
        init(
            "an argument of an init container that Linux does not pass",
            it -> it.args = List.of("x".repeat(128 * 1024)),
            "args-size",
            "args[0]",
            "131072 bytes"),
        init(
            "an init container's mount of no volume",
            it -> it.volumes = Map.of("/data", new VolumeMount(null, null, false)),
            "volume-from",
            "volumes./data",
            "'/data'"),
        init(
            "an init container's mount from no volume",
            it -> it.volumes = Map.of("/data", new VolumeMount("/srv", null, false)),
            "volume-from",
            "volumes./data.from",
            "'/srv'"),
        init(
            "an init container's mount inside a config file",
            it -> it.volumes = Map.of("/etc/cart/cart.conf", new VolumeMount(null, "x", false)),
            "volume-from",
            "volumes./etc/cart/cart.conf.subPath",
            "'x' of a config file"),
        init(
            "an init container whose arguments etcd does not take",
            it -> it.args = Collections.nCopies(20, "$".repeat(40_000)),
            "release-size",
            "",
            "the Deployment takes 16"));
  }

  private static Stream<Arguments> sidecars() {
    return Stream.of(
        sidecar(
            "a sidecar without limits",
            it -> it.limits = null,
            "limits-required",
            "limits",
            "nothing"),
        sidecar(
            "a sidecar's port with the application's number",
            it -> it.ports = List.of(new Port("metrics", 8080)),
            "ports-distinct",
            "ports[0].port",
            "8080, as in spec.ports[0]"),
        sidecar(
            "a sidecar's port with the application's name",
            it -> it.ports = List.of(new Port("http", 9090)),
            "ports-distinct",
            "ports[0].name",
            "'http', as in spec.ports[0]"),
        sidecar(
            "a sidecar's port without a letter",
            it -> it.ports = List.of(new Port("9090", 9090)),
            "port-name",
            "ports[0].name",
            "'9090'"),
        sidecar(
            "a sidecar's probe of the application's port by name",
            it -> it.probes = liveness(new ProbeCheck.Tcp(null, "http"), SECOND),
            "probe-port",
            "probes.liveness.check.portName",
            "'http'"),
        sidecar(
            "a sidecar's probe whose program is blank",
            it -> it.probes = liveness(new ProbeCheck.Exec(List.of(" ")), SECOND),
            "probe-command",
            "probes.liveness.check.command[0]",
            "' '"),
        sidecar(
            "a sidecar's probe with fractions of seconds",
            it -> it.probes = liveness(new ProbeCheck.Tcp(9113), Duration.ofMillis(1500)),
            "whole-seconds",
            "probes.liveness.timeout",
            "PT1.5S"));
  }

  private static Probes liveness(ProbeCheck check, Duration timeout) {
    return new Probes(
        new Probe(check, Duration.ZERO, Duration.ofSeconds(10), timeout, 3), null, null);
  }

  private static Arguments init(
      String what, Consumer<TestContainers.Fields> fault, String rule, String field, String found) {
    InitContainer wrong = TestContainers.init(fault);
    return arguments(
        what,
        change(it -> it.initContainers = List.of(wrong)),
        rule,
        field.isEmpty() ? "spec" : "spec.initContainers[0]." + field,
        found);
  }

  private static Arguments sidecar(
      String what, Consumer<TestContainers.Fields> fault, String rule, String field, String found) {
    Sidecar wrong = TestContainers.sidecar(fault);
    return arguments(
        what, change(it -> it.sidecars = List.of(wrong)), rule, "spec.sidecars[0]." + field, found);
  }

  private static Consumer<AppSpecBuilder> change(Consumer<AppSpecBuilder> change) {
    return change;
  }
}
