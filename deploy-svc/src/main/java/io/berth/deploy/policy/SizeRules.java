/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.AdditionalContainer;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.Volume;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The rule about the size of the objects that are made of a spec. */
final class SizeRules {

  static final List<PolicyRule> ALL = List.of(new PolicyRule("release-size", 1, SizeRules::size));

  /** etcd takes 1.5 MiB; a quarter is left for ids, labels, status and what others add. */
  static final int MAX_BYTES = 1280 * 1024;

  /**
   * What one variable, mount or port takes beside its own text: its structure, and who owns it. An
   * API server of Kubernetes 1.20 takes 70 to 150 bytes.
   */
  private static final int PER_ITEM = 160;

  private static final int PER_TEXT = 8;

  /** Berth's variables, resources and defaults of an init container or sidecar. */
  private static final int OWN_ITEMS = 20;

  private SizeRules() {}

  private static Stream<Breach> size(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return Stream.concat(
        breach("the release", release(input.spec()), "Put large files into the image."),
        breach(
            "the Deployment",
            deployment(input.spec()),
            "Put long or many values of env, args and annotations into one of the configFiles."));
  }

  private static Stream<Breach> breach(String what, long bytes, String help) {
    return bytes > MAX_BYTES
        ? Stream.of(
            new Breach(
                "spec",
                what + " takes " + bytes + " bytes",
                "at most " + MAX_BYTES + " bytes, with a margin to what the API server stores",
                help))
        : Stream.empty();
  }

  /** Kept as JSON, in which line breaks, tabs and quotes take two bytes. */
  private static long release(AppSpec spec) {
    return texts(spec).mapToLong(text -> bytes(text) + count(text, "\n\r\t\"\\") + PER_TEXT).sum();
  }

  private static Stream<String> texts(AppSpec spec) {
    return Stream.of(
            spec.env().keySet(),
            spec.env().values(),
            spec.annotations().keySet(),
            spec.annotations().values(),
            spec.configFiles().keySet(),
            spec.configFiles().values(),
            spec.args(),
            spec.secrets(),
            commands(spec),
            references(spec),
            additionalNames(spec),
            additionalTexts(spec))
        .flatMap(Collection::stream);
  }

  /** Has names twice, as fields and in the list of who owns them, and files without content. */
  private static long deployment(AppSpec spec) {
    long named =
        Stream.of(
                spec.env().keySet(),
                spec.annotations().keySet(),
                spec.configFiles().keySet(),
                additionalNames(spec))
            .flatMap(Collection::stream)
            .mapToLong(name -> 2 * bytes(name) + PER_ITEM)
            .sum();
    long values =
        Stream.of(
                spec.env().values(),
                spec.annotations().values(),
                spec.args(),
                spec.secrets(),
                commands(spec),
                references(spec),
                additionalTexts(spec))
            .flatMap(Collection::stream)
            .mapToLong(text -> bytes(text) + count(text, "$") + PER_TEXT)
            .sum();
    int items =
        spec.ports().size()
            + spec.envFrom().size()
            + 2 * spec.volumes().size()
            + spec.volumes().values().stream().mapToInt(SizeRules::items).sum()
            + (spec.pod() == null ? 0 : spec.pod().labels().size())
            + additional(spec).mapToInt(SizeRules::items).sum();
    return named + values + (long) PER_ITEM * items;
  }

  private static int items(Volume volume) {
    return Stream.of(volume.secret(), volume.configMap())
        .filter(Objects::nonNull)
        .mapToInt(files -> files.items().size())
        .sum();
  }

  private static Stream<AdditionalContainer> additional(AppSpec spec) {
    return Stream.concat(spec.initContainers().stream(), spec.sidecars().stream());
  }

  private static List<String> additionalNames(AppSpec spec) {
    return additional(spec).flatMap(container -> container.env().keySet().stream()).toList();
  }

  private static List<String> additionalTexts(AppSpec spec) {
    return additional(spec)
        .flatMap(
            container ->
                Stream.of(
                        List.of(container.name(), container.image()),
                        container.command(),
                        container.args(),
                        container.env().values(),
                        container.envFrom().keySet(),
                        container.envFrom().values().stream().map(EnvSource::toString).toList(),
                        container.secrets(),
                        container.configMaps(),
                        container.volumes().keySet(),
                        container.volumes().values().stream().map(Object::toString).toList(),
                        container.preStop() == null
                            ? List.<String>of()
                            : container.preStop().command(),
                        container.probes() == null
                            ? List.<String>of()
                            : commands(container.probes()).toList())
                    .flatMap(Collection::stream))
        .toList();
  }

  private static int items(AdditionalContainer container) {
    return OWN_ITEMS
        + container.envFrom().size()
        + container.volumes().size()
        + container.ports().size();
  }

  /** What only names other objects, each at most as long as a path. */
  private static List<String> references(AppSpec spec) {
    return Stream.of(
            spec.configMaps(),
            spec.envFrom().keySet(),
            spec.envFrom().values().stream().map(EnvSource::toString).toList(),
            spec.volumes().keySet(),
            spec.volumes().values().stream().map(Volume::toString).toList(),
            spec.pod() == null ? List.<String>of() : List.of(spec.pod().toString()),
            spec.placement() == null ? List.<String>of() : List.of(spec.placement().toString()))
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<String> commands(AppSpec spec) {
    Probes probes = spec.probes();
    Stream<String> own =
        Stream.concat(
            spec.command().stream(),
            spec.preStop() == null ? Stream.empty() : spec.preStop().command().stream());
    return Stream.concat(own, probes == null ? Stream.empty() : commands(probes)).toList();
  }

  private static Stream<String> commands(Probes probes) {
    return Stream.of(probes.liveness(), probes.readiness(), probes.startup())
        .flatMap(
            probe ->
                probe != null && probe.check() instanceof ProbeCheck.Exec exec
                    ? exec.command().stream()
                    : Stream.empty());
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** A '$' may be doubled in a Deployment, as the other characters are in JSON. */
  private static long count(String text, String doubled) {
    return text.chars().filter(c -> doubled.indexOf(c) >= 0).count();
  }
}
