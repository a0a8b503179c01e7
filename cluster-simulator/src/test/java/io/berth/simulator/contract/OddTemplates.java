/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.InvalidTemplates.annotate;
import static io.berth.simulator.contract.InvalidTemplates.change;
import static io.berth.simulator.contract.InvalidTemplates.first;
import static io.berth.simulator.contract.InvalidTemplates.from;
import static io.berth.simulator.contract.InvalidTemplates.mounts;
import static io.berth.simulator.contract.InvalidTemplates.onContainer;
import static io.berth.simulator.contract.InvalidTemplates.port;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Deployments that are odd, and pass the API server's validation of a plain write. */
final class OddTemplates {

  private OddTemplates() {}

  /** The API server takes them, and no container starts so, or another one than was meant. */
  static Stream<Arguments> accepted() {
    return Stream.of(
        taken("a file below a file", c -> mounts(c, "/etc/x", "/etc/x/y")),
        taken("one path written twice", c -> mounts(c, "/etc/x", "/etc/./x")),
        taken("a colon in a path", c -> mounts(c, "/etc/a:b")),
        taken("a path out of the folder", c -> mounts(c, "/etc/../x")),
        taken("a Secret twice", c -> c.setEnvFrom(List.of(from("a"), from("a")))),
        taken("a Secret with a dot", c -> c.setEnvFrom(List.of(from("my.secret")))),
        taken("an image with blanks", c -> c.setImage("Shop/a b")),
        taken(
            "a blank program",
            c ->
                c.setLivenessProbe(
                    new ProbeBuilder().withNewExec().withCommand("").endExec().build())),
        taken("NUL in an argument", c -> c.setArgs(List.of("a\0b"))),
        arguments("a capital prefix", change(d -> annotate(d, Map.of("Example.com/a", "1")))));
  }

  private static Arguments taken(String what, Consumer<Container> oddity) {
    return arguments(
        what,
        change(
            d -> {
              oddity.accept(first(d));
              d.getSpec()
                  .getTemplate()
                  .getSpec()
                  .setVolumes(
                      List.of(
                          new VolumeBuilder()
                              .withName("files")
                              .withNewConfigMap()
                              .withName("files")
                              .endConfigMap()
                              .build()));
            }));
  }

  static Stream<Arguments> duplicates() {
    return Stream.of(
        arguments(
            "two ports of one number",
            onContainer(c -> c.setPorts(List.of(port("http", 8080), port("metrics", 8080)))),
            "ports",
            "containerPort=8080,protocol=\"TCP\""),
        arguments(
            "a variable twice",
            onContainer(
                c -> c.setEnv(List.of(new EnvVar("A", "1", null), new EnvVar("A", "2", null)))),
            "env",
            "name=\"A\""),
        arguments(
            "a mount twice",
            onContainer(c -> mounts(c, "/etc/x", "/etc/x")),
            "volumeMounts",
            "mountPath=\"/etc/x\""));
  }
}
