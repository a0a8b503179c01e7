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
import static org.assertj.core.api.Assertions.tuple;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.stream.Stream;
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
  void imagesOfInitContainersAndSidecars_arePinned_andReusedByARollback() {
    AppRef app = shop("pinned-beside");
    berth.verdict(berth.send(new Deploy(ANN, app, accompanied("1.0.0"), false)));
    List<String> first = images(app);
    berth.verdict(berth.send(new Deploy(ANN, app, accompanied("2.0.0"), false)));

    assertThat(first).hasSize(3).allMatch(image -> image.matches(".*@sha256:[0-9a-f]{64}"));
    assertThat(images(app)).doesNotContainAnyElementsOf(first);
    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, null))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(images(app)).isEqualTo(first);
  }

  @Test
  void everyMissingImage_isNamed_ofWhicheverContainer() {
    AppRef app = shop("unpushed-beside");

    String id = berth.send(new Deploy(ANN, app, accompanied("3-unpushed"), false));

    assertThat(berth.rejected(id).violations())
        .extracting(Violation::rule, Violation::field)
        .containsExactly(
            tuple("image-exists", "spec.image"),
            tuple("image-exists", "spec.initContainers[0].image"),
            tuple("image-exists", "spec.sidecars[0].image"));
    assertThat(berth.live(app)).isNull();
  }

  /** With an init container and a sidecar; the images of all three have that tag. */
  private static AppSpec accompanied(String tag) {
    return AppSpecBuilder.with(
        spec("registry.example/shop/cart:" + tag, 3),
        it -> {
          it.initContainers =
              List.of(
                  TestContainers.init(init -> init.image = "registry.example/shop/migrate:" + tag));
          it.sidecars =
              List.of(
                  TestContainers.sidecar(
                      sidecar -> sidecar.image = "registry.example/shop/exporter:" + tag));
        });
  }

  private static List<String> images(AppRef app) {
    PodSpec pod =
        berth
            .cluster
            .apps()
            .deployments()
            .inNamespace(app.namespace())
            .withName(app.name())
            .get()
            .getSpec()
            .getTemplate()
            .getSpec();
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
        .map(Container::getImage)
        .toList();
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
