/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.events.PodSamples.PROXY_SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.events.ApprovedFiles;
import io.berth.events.CommandSamples;
import io.berth.events.PodSamples;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.pod.ProjectedVolume;
import io.berth.events.command.pod.ProjectedVolume.ProjectedSource;
import io.berth.events.command.pod.ProjectedVolume.ServiceAccountToken;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.KeyFiles;
import io.berth.events.kafka.EventJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects of a specification as they are agreed, one approved file each. A pod template that
 * changes replaces every pod of every application, so a version may only add to it what a
 * specification says.
 */
class ManifestGoldenFilesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/manifests");
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  static Stream<Arguments> specifications() {
    return Stream.of(
        arguments("minimal", CommandSamples.SMALL_SPEC),
        arguments("rolling", CommandSamples.DEPLOY_ROLLING.spec()),
        arguments("canary", CommandSamples.DEPLOY_CART.spec()),
        arguments("usual", spec("registry.example/shop/cart:1.0.0", 3)),
        arguments("everything", PROXY_SPEC),
        group(
            "program",
            it -> {
              it.command = PROXY_SPEC.command();
              it.args = PROXY_SPEC.args();
              it.workingDir = PROXY_SPEC.workingDir();
              it.preStop = PROXY_SPEC.preStop();
            }),
        group(
            "environment",
            it -> {
              it.env = PROXY_SPEC.env();
              it.envFrom = PROXY_SPEC.envFrom();
              it.secrets = PROXY_SPEC.secrets();
              it.configMaps = PROXY_SPEC.configMaps();
            }),
        arguments("stateful", PodSamples.DEPLOY_ORDERS.spec()),
        group("recreate", it -> it.strategy = new RolloutStrategy.Recreate()),
        group("volumes", it -> it.volumes = PROXY_SPEC.volumes()),
        group(
            "containers",
            it -> {
              it.initContainers = PROXY_SPEC.initContainers();
              it.sidecars = PROXY_SPEC.sidecars();
              it.volumes = PROXY_SPEC.volumes();
              it.configFiles = PROXY_SPEC.configFiles();
            }),
        group(
            "grpc-probes", it -> it.probes = new Probes(grpc(null), grpc("shop.cart"), grpc(null))),
        group(
            "projected",
            it ->
                it.volumes =
                    Map.of(
                        "/var/run/vault",
                        new Volume(
                            null,
                            null,
                            null,
                            null,
                            null,
                            new ProjectedVolume(
                                List.of(
                                    new ProjectedSource(
                                        new ServiceAccountToken(
                                            "token", "vault", Duration.ofHours(2)),
                                        null,
                                        null),
                                    new ProjectedSource(
                                        null,
                                        new KeyFiles(
                                            "vault-ca", Map.of("ca.crt", "ca.pem"), null, false),
                                        null),
                                    new ProjectedSource(
                                        null, null, new KeyFiles("vault", Map.of(), null, true))),
                                "0440"),
                            null),
                        "/var/run/token",
                        new Volume(
                            null,
                            null,
                            null,
                            null,
                            null,
                            new ProjectedVolume(
                                List.of(
                                    new ProjectedSource(
                                        new ServiceAccountToken("token", null, null), null, null)),
                                null),
                            null))),
        group("security", it -> it.security = PROXY_SPEC.security()),
        group("pod", it -> it.pod = PROXY_SPEC.pod()),
        group("placement", it -> it.placement = PROXY_SPEC.placement()),
        group(
            "ports-and-probes",
            it -> {
              it.ports = PROXY_SPEC.ports();
              it.probes = PROXY_SPEC.probes();
            }),
        group(
            "requests",
            it -> {
              it.limits = PROXY_SPEC.limits();
              it.requests = PROXY_SPEC.requests();
            }));
  }

  private static Probe grpc(@Nullable String service) {
    return new Probe(
        new ProbeCheck.Grpc(9000, service),
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        3);
  }

  private static Arguments group(String name, Consumer<AppSpecBuilder> group) {
    return arguments(name, AppSpecBuilder.with(CommandSamples.SMALL_SPEC, group));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specifications")
  void objectsOfASpecification_equalTheApprovedFile(String name, AppSpec spec) {
    String written = ApprovedFiles.pretty(objects(spec));

    assertThat(written)
        .as(
            "The objects of a specification changed: pods are replaced by an upgrade if their"
                + " template did. Approve others with -Dberth.update=true")
        .isEqualTo(ApprovedFiles.committed(GOLDEN.resolve(name + ".json"), written));
  }

  /** A release is kept as it was said, so that a rollback writes the same pods. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("specifications")
  void keptSpecification_isReadAsItWas(String name, AppSpec spec) {
    Map<?, ?> kept = EventJson.mapper().convertValue(spec, Map.class);

    assertThat(EventJson.mapper().convertValue(kept, AppSpec.class)).isEqualTo(spec);
  }

  private static JsonNode objects(AppSpec spec) {
    CommandRef command =
        new CommandRef(
            "command-1", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:1");
    DesiredState desired =
        new DesiredState(
            "dc-a",
            CART,
            TestSnapshots.release(1, spec, "sha256:" + "0".repeat(64)),
            spec.replicas(),
            true,
            false,
            null,
            null,
            true,
            command,
            null,
            null);
    List<HasMetadata> objects = AppManifests.of(desired);
    Map<?, ?> sorted =
        SORTED.readValue("{\"items\":" + Serialization.asJson(objects) + "}", Map.class);
    return SORTED.readTree(SORTED.writeValueAsString(sorted));
  }
}
