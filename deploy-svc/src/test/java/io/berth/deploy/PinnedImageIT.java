/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What runs is what the registry said that the tag means, and nothing else. */
class PinnedImageIT {

  private final AppRef app = new AppRef("shop", "pinned");
  @AutoClose private Harness berth;

  @Test
  void tag_isPinned_recorded_andReusedByARollback() {
    berth = Harness.running();
    berth.verdict(berth.send(deploy(app, GOOD)));
    String pinned = berth.image(app);
    berth.verdict(berth.send(deploy(app, "registry.example/shop/cart:2.0.0")));

    assertThat(pinned).matches(GOOD + "@sha256:[0-9a-f]{64}");
    assertThat(berth.image(app))
        .startsWith("registry.example/shop/cart:2.0.0@")
        .doesNotEndWith(tail(pinned));
    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, null))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.image(app)).isEqualTo(pinned);
    assertThat(((AppState) berth.apps().get("dc-a/shop/pinned")).digest()).isEqualTo(tail(pinned));
  }

  @Test
  void missingImage_isRejected_beforeAnythingIsWritten() {
    berth = Harness.running();

    String id = berth.send(deploy(app, "registry.example/shop/cart:3-unpushed"));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .extracting(Violation::rule, Violation::field)
        .containsExactly("image-exists", "spec.image");
    assertThat(berth.live(app)).isNull();
  }

  @Test
  void unreachableRegistry_rejectsTheCommandWithEveryOtherViolation_andTheNextSucceeds() {
    berth =
        Harness.running("--berth.registry.endpoints=away.example=http://127.0.0.1:1,*={cluster}");

    String id = berth.send(deployOf("away.example/shop/cart:1.0", 1));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("registry-reachable", "min-replicas");
    assertThat(berth.concluded(berth.send(deploy(app, GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void installationWithoutPinning_notesThatTheImageIsNotPinned() {
    berth = Harness.running("--berth.registry.pin=never");

    String id = berth.send(deploy(app, GOOD));

    assertThat(berth.untilVerdict(id).getFirst())
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> assertThat(accepted.notes()).anyMatch(note -> note.contains("not pinned")));
    assertThat(berth.image(app)).isEqualTo(GOOD);
  }

  private io.berth.events.command.Deploy deployOf(String image, int replicas) {
    return new io.berth.events.command.Deploy(ANN, app, spec(image, replicas), false);
  }

  private static String tail(String image) {
    return image.substring(image.indexOf('@') + 1);
  }
}
