/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.AdditionalContainer;
import io.berth.events.command.AppSpec;
import io.berth.events.command.pod.VolumeMount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules about init containers and sidecars: they share names and volumes with the application. */
final class ContainerRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("container-name", 1, ContainerRules::names),
          new PolicyRule("volume-from", 1, ContainerRules::mounts));

  private ContainerRules() {}

  private record Field(String path, AdditionalContainer container) {}

  private static Stream<Field> fields(PolicyInput input) {
    return input.bringsSpec()
        ? Stream.concat(
            numbered("spec.initContainers", input.spec().initContainers()),
            numbered("spec.sidecars", input.spec().sidecars()))
        : Stream.empty();
  }

  private static Stream<Field> numbered(
      String field, List<? extends AdditionalContainer> containers) {
    return IntStream.range(0, containers.size())
        .mapToObj(i -> new Field(field + "[" + i + "]", containers.get(i)));
  }

  private static Stream<Breach> names(PolicyInput input, PolicyParameters parameters) {
    Map<String, String> first = new HashMap<>();
    first.put(input.command().subject().name(), "app.name");
    return fields(input)
        .flatMap(
            each -> {
              String name = each.container().name();
              String before = first.putIfAbsent(name, each.path() + ".name");
              return before == null
                  ? Stream.empty()
                  : Stream.of(
                      new Breach(
                          each.path() + ".name",
                          "'" + name + "', as in " + before,
                          "a name of its own for each container of the pod",
                          "Rename one of the two; the application's own container has the"
                              + " application's name."));
            });
  }

  private static Stream<Breach> mounts(PolicyInput input, PolicyParameters parameters) {
    return fields(input)
        .flatMap(
            each ->
                new TreeMap<>(each.container().volumes())
                    .entrySet().stream()
                        .flatMap(
                            mount ->
                                mount(
                                    each.path() + ".volumes." + mount.getKey(),
                                    mount.getKey(),
                                    mount.getValue(),
                                    input.spec())));
  }

  private static Stream<Breach> mount(String field, String path, VolumeMount mount, AppSpec spec) {
    String source = mount.source(path);
    if (spec.configFiles().containsKey(source)) {
      return mount.subPath() == null
          ? Stream.empty()
          : Stream.of(
              new Breach(
                  field + ".subPath",
                  "'" + mount.subPath() + "' of a config file",
                  "none: a file has nothing inside it",
                  "Leave subPath out, or mount one of spec.volumes."));
    }
    return spec.volumes().containsKey(source)
        ? Stream.empty()
        : Stream.of(
            new Breach(
                field + (mount.from() == null ? "" : ".from"),
                "'" + source + "'",
                "the path of one of spec.volumes or spec.configFiles",
                "Add the volume to spec.volumes, such as {"
                    + source
                    + ": {emptyDir: {}}}; or write from with the path that it has there, such as"
                    + " {from: /var/cache}."));
  }
}
