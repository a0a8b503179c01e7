/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.InvalidTemplates.change;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Deployments with an init container that has one fault, as in {@link InvalidTemplates}. */
final class InvalidContainers {

  private static final String NO_PROBES = "not be set for init containers";

  private InvalidContainers() {}

  static Stream<Arguments> rows() {
    return Stream.of(
        init("the name of a container", named("web"), "name", "Duplicate value: \"web\""),
        init(
            "no image",
            new ContainerBuilder(named("a")).withImage("").build(),
            "image",
            "Required"),
        init(
            "a readiness probe",
            new ContainerBuilder(named("a")).withReadinessProbe(probe()).build(),
            "readinessProbe",
            NO_PROBES),
        init(
            "a liveness probe",
            new ContainerBuilder(named("a")).withLivenessProbe(probe()).build(),
            "livenessProbe",
            NO_PROBES),
        init(
            "a startup probe",
            new ContainerBuilder(named("a")).withStartupProbe(probe()).build(),
            "startupProbe",
            NO_PROBES),
        init(
            "a preStop command",
            new ContainerBuilder(named("a"))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("true")
                .endExec()
                .endPreStop()
                .endLifecycle()
                .build(),
            "lifecycle",
            NO_PROBES),
        init(
            "a mount of no volume",
            new ContainerBuilder(named("a"))
                .addNewVolumeMount()
                .withName("files")
                .withMountPath("/work")
                .endVolumeMount()
                .build(),
            "volumeMounts[0].name",
            "Not found: \"files\""));
  }

  private static Arguments init(String what, Container wrong, String field, String words) {
    return arguments(
        "an init container with " + what,
        change(d -> d.getSpec().getTemplate().getSpec().setInitContainers(List.of(wrong))),
        "spec.template.spec.initContainers[0]." + field,
        words);
  }

  private static Container named(String name) {
    return new ContainerBuilder().withName(name).withImage("init:1").build();
  }

  private static Probe probe() {
    return new ProbeBuilder().withNewTcpSocket().withNewPort(80).endTcpSocket().build();
  }
}
