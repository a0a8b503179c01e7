/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertTransition.LastCommand;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The application of a Deployment is read from its labels, not from its name. */
class AppReaderTest {

  private static final Map<String, String> COMMANDED =
      Map.of(
          "berth.io/command-id", "c1",
          "berth.io/command-verb", "rollback",
          "berth.io/command-by", "ann",
          "berth.io/command-time", "2026-11-22T10:00:00Z");
  private static final Map<String, String> FENCE =
      Map.of("berth.io/command-id", "c1", "berth.io/command-time", "2026-11-22T10:00:00Z");

  @Test
  void canaryOfAnyName_hasApplicationTrackAndCommand() {
    Deployment own = deployment("zz", "zz", null, COMMANDED);
    Deployment canary = deployment("zz-x7k2p", "zz", "canary", FENCE);

    assertThat(AppReader.read(canary, FakeClusterView.of(own, canary)))
        .isEqualTo(
            new AppSnapshot(
                "zz",
                "canary",
                null,
                new LastCommand(
                    "c1",
                    "rollback",
                    "ann",
                    null,
                    Instant.parse("2026-11-22T10:00:00Z"),
                    null,
                    null)));
  }

  @Test
  void applicationNamedLikeACanary_isStable() {
    Deployment own = deployment("zz-canary", "zz-canary", null, COMMANDED);
    Deployment preview = deployment("zz-preview", "zz-preview", null, COMMANDED);
    FakeClusterView view =
        FakeClusterView.of(own, preview, deployment("zz", "zz", null, COMMANDED));

    assertThat(AppReader.read(own, view))
        .isEqualTo(new AppSnapshot("zz-canary", AppSnapshot.STABLE, null, null));
    assertThat(AppReader.read(preview, view))
        .isEqualTo(new AppSnapshot("zz-preview", AppSnapshot.STABLE, null, null));
  }

  @Test
  void stableDeploymentWithParallelRelease_hasTheTotalOfBoth() {
    Deployment own =
        deployment(
            "zz", "zz", null, Map.of("berth.io/track", "canary", "berth.io/total-replicas", "4"));

    assertThat(AppReader.read(own, FakeClusterView.of(own)))
        .isEqualTo(new AppSnapshot("zz", AppSnapshot.STABLE, 4, null));
  }

  @Test
  void commandOfAnotherRelease_isNotAttributedToTheCanary() {
    Deployment own = deployment("zz", "zz", null, Map.of("berth.io/command-id", "c2"));
    Deployment canary = deployment("zz-canary", "zz", "canary", FENCE);

    assertThat(AppReader.read(canary, FakeClusterView.of(own, canary)).command())
        .extracting(LastCommand::commandId, LastCommand::by)
        .containsExactly("c1", "unknown");
  }

  @Test
  void unmanagedDeployment_isNoApplication_whateverItsLabels() {
    Deployment foreign =
        new DeploymentBuilder(deployment("zz-canary", "zz", "canary", FENCE))
            .editMetadata()
            .addToLabels("app.kubernetes.io/managed-by", "Helm")
            .endMetadata()
            .build();

    assertThat(AppReader.read(foreign, FakeClusterView.of(foreign))).isNull();
  }

  @Test
  void podsAndEventsOfACanary_belongToItsApplication() {
    Deployment canary = deployment("zz-x7k2p", "zz", "canary", FENCE);
    OwnerResolver owners = new OwnerResolver("dc-a", FakeClusterView.of(canary));

    assertThat(owners.appOf(Subject.deployment("dc-a", "shop", "zz-x7k2p"))).isEqualTo("zz");
  }

  private static Deployment deployment(
      String name, String app, @Nullable String track, Map<String, String> annotations) {
    DeploymentBuilder made =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .addToLabels("app.kubernetes.io/name", app)
            .addToLabels("app.kubernetes.io/managed-by", "berth")
            .addToAnnotations(annotations)
            .endMetadata();
    return track == null
        ? made.build()
        : made.editMetadata().addToLabels("berth.io/track", track).endMetadata().build();
  }
}
