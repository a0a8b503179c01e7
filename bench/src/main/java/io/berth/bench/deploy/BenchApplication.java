/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.ReleaseImages;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Tier;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The benchmark's application under any name: as a command and as the resulting objects. */
final class BenchApplication {

  static final String NAMESPACE = "berth-bench";
  static final String CLUSTER = "bench";

  private static final AppSpec SPEC =
      new AppSpec(
          Tier.BACKOFFICE,
          "registry.example/shop/cart:1.4.2",
          List.of(),
          List.of(new Port("http", 8080)),
          new Probes(Probe.http("/health", 8080), Probe.http("/health", 8080), null),
          Map.of("LANGUAGE", "en", "CURRENCY", "EUR"),
          List.of(),
          Map.of("/etc/cart/prices.conf", "currency=EUR\n"),
          new Limits(100, 64L << 20),
          1,
          Map.of(),
          Rolling.standard(),
          false,
          false,
          Map.of());

  private BenchApplication() {}

  static Deploy command(String name) {
    return new Deploy(
        CommandMeta.by("bench").withDeadline(Duration.ofHours(1)),
        new AppRef(NAMESPACE, name),
        SPEC,
        false);
  }

  /**
   * The objects that deploy-svc applies for {@link #command}, in its order.
   *
   * @param pattern a revision that deploy-svc wrote
   */
  static List<HasMetadata> objects(String name, String commandId, ControllerRevision pattern) {
    Instant now = Instant.now();
    Release release =
        new Release(
            1,
            SPEC,
            ReleaseImages.none(),
            commandId,
            "bench",
            null,
            now,
            null,
            null,
            Release.ReleaseOutcome.OPEN);
    CommandRef origin =
        new CommandRef(
            commandId, "deploy", "bench", now, now.plusSeconds(3600), "berth.commands-0:1");
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(revision(name, commandId, pattern));
    objects.addAll(
        AppManifests.of(
            new DesiredState(
                CLUSTER,
                new AppRef(NAMESPACE, name),
                release,
                1,
                true,
                false,
                null,
                null,
                false,
                origin,
                null,
                null)));
    return objects;
  }

  private static ControllerRevision revision(
      String name, String commandId, ControllerRevision pattern) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name + "-r1")
        .withLabels(pattern.getMetadata().getLabels())
        .addToLabels("app.kubernetes.io/name", name)
        .withAnnotations(pattern.getMetadata().getAnnotations())
        .addToAnnotations("berth.io/command-id", commandId)
        .addToAnnotations("berth.io/app", NAMESPACE + "/" + name)
        .endMetadata()
        .withRevision(1L)
        .withData(pattern.getData())
        .build();
  }
}
