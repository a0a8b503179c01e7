/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs is what the registry said that the tag means, and nothing else. */
@ExtendWith(SharedHarness.class)
class PinnedImageIT {

  private static final Harness berth = SharedHarness.get();

  @Test
  void tag_isPinned_recorded_andReusedByARollback() {
    AppRef app = shop("pinned");
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
    AppRef app = shop("unpushed");

    String id = berth.send(deploy(app, "registry.example/shop/cart:3-unpushed"));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .extracting(Violation::rule, Violation::field)
        .containsExactly("image-exists", "spec.image");
    assertThat(berth.live(app)).isNull();
  }

  @Test
  void unreachableRegistry_rejectsTheCommandWithEveryOtherViolation_andTheNextSucceeds() {
    AppRef app = shop("unresolved");
    AppSpec away = spec(SharedHarness.UNREACHABLE_REGISTRY + "/shop/cart:1.0", 1);

    String id = berth.send(new Deploy(ANN, app, away, false));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("registry-reachable", "min-replicas");
    assertThat(berth.concluded(berth.send(deploy(app, GOOD))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void installationWithoutPinning_notesThatTheImageIsNotPinned() throws Exception {
    AppRef app = shop("unpinned");
    try (Harness unpinned = Harness.running("--berth.registry.pin=never")) {
      String id = unpinned.send(deploy(app, GOOD));

      assertThat(unpinned.untilVerdict(id).getFirst())
          .isInstanceOfSatisfying(
              Accepted.class,
              accepted ->
                  assertThat(accepted.notes()).anyMatch(note -> note.contains("not pinned")));
      assertThat(unpinned.image(app)).isEqualTo(GOOD);
    }
  }

  private static String tail(String image) {
    return image.substring(image.indexOf('@') + 1);
  }
}
