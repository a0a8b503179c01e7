/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.policy.KubernetesVersion;
import io.berth.deploy.policy.QuotaHeadroom;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named situations. */
public final class TestSnapshots {

  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  /** New enough for everything. */
  public static final KubernetesVersion KUBERNETES = new KubernetesVersion(1, 33);

  private TestSnapshots() {}

  public static ClusterSnapshot empty() {
    return situation(null, Releases.none(), false);
  }

  /** Under the application's name there is a Deployment of somebody else's. */
  public static ClusterSnapshot foreign(Violation why) {
    return new ClusterSnapshot(
        "dc-a",
        true,
        Environment.PROD,
        null,
        why,
        Releases.none(),
        QuotaHeadroom.UNBOUNDED,
        false,
        true,
        null,
        KUBERNETES,
        List.of());
  }

  /** Neither the namespace nor anything in it exists. */
  public static ClusterSnapshot withoutNamespace() {
    return new ClusterSnapshot(
        "dc-a",
        false,
        Environment.PROD,
        null,
        null,
        Releases.none(),
        QuotaHeadroom.UNBOUNDED,
        false,
        false,
        null,
        KUBERNETES,
        List.of());
  }

  public static ClusterSnapshot running(Release... releases) {
    Release current = releases[releases.length - 1];
    return situation(live(current, 3), new Releases(List.of(releases)), false);
  }

  public static ClusterSnapshot situation(
      @Nullable ObservedApp live, Releases releases, boolean scalingActive) {
    return new ClusterSnapshot(
        "dc-a",
        true,
        Environment.PROD,
        live,
        null,
        releases,
        QuotaHeadroom.UNBOUNDED,
        scalingActive,
        true,
        null,
        KUBERNETES,
        List.of());
  }

  public static Release release(long number, AppSpec spec, ReleaseOutcome outcome) {
    return new Release(
        number,
        spec,
        ReleaseImages.none(),
        "command-" + number,
        "ann",
        null,
        NOON,
        null,
        null,
        outcome);
  }

  public static Release release(long number, AppSpec spec, String digest) {
    return release(number, spec, new ReleaseImages(Map.of(spec.image(), digest)));
  }

  public static Release release(long number, AppSpec spec, ReleaseImages digests) {
    return new Release(
        number,
        spec,
        digests,
        "command-" + number,
        "ann",
        null,
        NOON,
        null,
        null,
        ReleaseOutcome.GOOD);
  }

  /** One that took another one back. */
  public static Release rollback(long number, Release to, long insteadOf) {
    return new Release(
        number,
        to.spec(),
        to.images(),
        "command-" + number,
        "ann",
        "wrong prices",
        NOON,
        to.number(),
        insteadOf,
        ReleaseOutcome.GOOD);
  }

  public static Release release(long number) {
    return release(number, TestApps.spec("shop/cart:" + number + ".0.0", 3), ReleaseOutcome.GOOD);
  }

  public static ObservedApp live(Release release, int replicas) {
    return live(release, replicas, null);
  }

  public static ObservedApp live(Release release, int replicas, @Nullable Integer stoppedFrom) {
    CommandRef command =
        new CommandRef(
            release.commandId(),
            "deploy",
            "ann",
            NOON,
            NOON.plusSeconds(60),
            "berth.commands-1:" + release.number());
    HasMetadata workload =
        AppManifests.of(
                new DesiredState(
                    "dc-a",
                    TestApps.CART,
                    release,
                    replicas,
                    true,
                    false,
                    stoppedFrom,
                    null,
                    true,
                    command,
                    null,
                    null))
            .getLast();
    workload.getMetadata().setGeneration(2L);
    return ObservedApp.of(WorkloadKind.of(workload).read(workload)).orElseThrow();
  }

  /** The same application, deleted and held by a finalizer. */
  public static ObservedApp terminating(ObservedApp live) {
    return ObservedApp.of(
            new DeploymentBuilder(live.deployment())
                .editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .withFinalizers("x.example.com/hold")
                .endMetadata()
                .build())
        .orElseThrow();
  }

  /** The same application, whose replica count has this field manager. */
  static ObservedApp scaledBy(String manager, ObservedApp live) {
    FieldsV1 replicas = new FieldsV1();
    replicas.setAdditionalProperty("f:spec", Map.of("f:replicas", Map.of()));
    return ObservedApp.of(
            new DeploymentBuilder(live.deployment())
                .editMetadata()
                .addNewManagedField()
                .withManager(manager)
                .withFieldsV1(replicas)
                .endManagedField()
                .endMetadata()
                .build())
        .orElseThrow();
  }

  public static ReceivedCommand order(Command command) {
    return new ReceivedCommand(
        "command-new", command, NOON.plusSeconds(10), new RecordPosition("berth.commands", 1, 100));
  }
}
