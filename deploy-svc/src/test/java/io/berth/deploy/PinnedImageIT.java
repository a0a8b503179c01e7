/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.deploy;
import static io.berth.deploy.Apps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.berth.localstack.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs is what the registry said that the tag means, and nothing else. */
class PinnedImageIT {

  private final AppRef app = new AppRef("shop", "pinned");
  private SimulatedCluster simulated;
  private Harness berth;

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    simulated = SimulatedCluster.start(Harness.CLUSTER);
  }

  @AfterEach
  void stop() throws Exception {
    berth.close();
    simulated.close();
  }

  @Test
  void tag_isPinned_recorded_andStaysSoOnTheWayBack() throws Exception {
    begin("--berth.registry.endpoints=*=" + simulated.url());
    berth.verdict(berth.send(deploy(app, GOOD)));
    String pinned = image();
    berth.verdict(berth.send(deploy(app, "registry.example/shop/cart:2.0.0")));

    assertThat(pinned).matches(GOOD + "@sha256:[0-9a-f]{64}");
    assertThat(image())
        .startsWith("registry.example/shop/cart:2.0.0@")
        .doesNotEndWith(tail(pinned));
    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, null))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(image()).isEqualTo(pinned);
    assertThat(((AppState) berth.apps().get("dc-a/shop/pinned")).digest()).isEqualTo(tail(pinned));
  }

  @Test
  void imageThatWasNeverPushed_isRefused_beforeAnythingIsWritten() throws Exception {
    begin("--berth.registry.endpoints=*=" + simulated.url());

    String id = berth.send(deploy(app, "registry.example/shop/cart:3-unpushed"));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .extracting(Violation::rule, Violation::field)
        .containsExactly("image-exists", "spec.image");
    assertThat(live()).isNull();
  }

  @Test
  void registryThatIsAway_refusesTheCommand_withEveryOtherReason_andTheNextIsDone()
      throws Exception {
    begin("--berth.registry.endpoints=away.example=http://127.0.0.1:1,*=" + simulated.url());

    String id = berth.send(deployOf("away.example/shop/cart:1.0", 1));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("registry-reachable", "min-replicas");
    assertThat(berth.concluded(berth.send(deploy(app, GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void installationThatAsksNoRegistry_saysThatTheImageIsNotPinned() throws Exception {
    begin("--berth.registry.pin=never");

    String id = berth.send(deploy(app, GOOD));

    assertThat(berth.untilVerdict(id).getFirst())
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> assertThat(accepted.notes()).anyMatch(note -> note.contains("not pinned")));
    assertThat(image()).isEqualTo(GOOD);
  }

  private void begin(String registry) throws Exception {
    berth = new Harness(simulated.writeKubeconfig(directory.resolve("given")), directory, registry);
    berth.start();
  }

  private io.berth.events.command.Deploy deployOf(String image, int replicas) {
    return new io.berth.events.command.Deploy(ANN, app, spec(image, replicas), false);
  }

  private static String tail(String image) {
    return image.substring(image.indexOf('@') + 1);
  }

  private Deployment live() {
    return berth.cluster.apps().deployments().inNamespace("shop").withName("pinned").get();
  }

  private String image() {
    return live().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
