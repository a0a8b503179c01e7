/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.events.command.AdditionalContainer;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.pod.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks at in one container of the pods: the application's own, an init container or a
 * sidecar.
 *
 * @param field the path of its fields, with a dot at its end, such as {@code spec.sidecars[0].}
 */
record PodContainer(
    String field,
    String image,
    List<String> command,
    List<String> args,
    List<String> secrets,
    List<String> configMaps,
    Map<String, String> env,
    Set<String> envFrom,
    @Nullable Limits limits,
    @Nullable Limits requests,
    @Nullable SecurityContext security,
    List<Port> ports,
    @Nullable Probes probes) {

  /** Its own first; then the init containers, then the sidecars. */
  static Stream<PodContainer> all(AppSpec spec) {
    return Stream.concat(Stream.of(own(spec)), additional(spec));
  }

  /** Without the application's own. */
  static Stream<PodContainer> additional(AppSpec spec) {
    return Stream.concat(
        numbered("spec.initContainers", spec.initContainers()),
        numbered("spec.sidecars", spec.sidecars()));
  }

  private static PodContainer own(AppSpec spec) {
    return new PodContainer(
        "spec.",
        spec.image(),
        spec.command(),
        spec.args(),
        spec.secrets(),
        spec.configMaps(),
        spec.env(),
        spec.envFrom().keySet(),
        spec.limits(),
        spec.requests(),
        spec.security(),
        spec.ports(),
        spec.probes());
  }

  private static Stream<PodContainer> numbered(
      String field, List<? extends AdditionalContainer> containers) {
    return IntStream.range(0, containers.size())
        .mapToObj(i -> of(field + "[" + i + "].", containers.get(i)));
  }

  private static PodContainer of(String field, AdditionalContainer container) {
    return new PodContainer(
        field,
        container.image(),
        container.command(),
        container.args(),
        container.secrets(),
        container.configMaps(),
        container.env(),
        container.envFrom().keySet(),
        container.limits(),
        container.requests(),
        container.security(),
        container.ports(),
        container.probes());
  }
}
