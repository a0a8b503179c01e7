/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.rollingBack;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.withConfig;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster remembers what ran, what failed and what was taken back. */
@ExtendWith(SharedHarness.class)
class RetainedReleaseIT {

  private static final Harness berth = SharedHarness.get();

  @Test
  void automaticallyRolledBackRelease_isRejectedAgain_unlessForced() {
    AppRef app = new AppRef("shop", "burnt");
    AppSpec broken = rollingBack(spec("shop/cart:2-missing", 3));
    berth.verdict(berth.send(deploy(app, GOOD)));
    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, broken, false))).verdict())
        .isEqualTo(Verdict.ROLLED_BACK);

    assertThat(berth.rejected(berth.send(new Deploy(ANN, app, broken, false))).violations())
        .extracting(Violation::rule)
        .containsExactly("release-proven-bad");
    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, broken, true))).verdict())
        .isEqualTo(Verdict.ROLLED_BACK);
  }

  @Test
  void rollbackToAKeptRelease_restoresItsConfigFiles_andNamesIt() {
    AppRef app = new AppRef("shop", "restored");
    deployed(app, "1.0.0", "colour=blue");
    deployed(app, "2.0.0", "colour=red");
    deployed(app, "3.0.0", "colour=green");

    assertThat(berth.concluded(berth.send(new Rollback(ANN, app, 1L))).release()).isEqualTo(4);

    assertThat(mounted(app)).containsValue("colour=blue");
    assertThat(revision(app, 4).getMetadata().getAnnotations())
        .containsEntry("berth.io/rollback-of", "1")
        .containsEntry("berth.io/instead-of", "3");
  }

  @Test
  void onlyTheNewestReleasesAndTheirConfigFiles_areKept() {
    AppRef app = new AppRef("shop", "busy");
    for (int i = 1; i <= 5; i++) {
      deployed(app, i + ".0.0", "version=" + i);
    }

    assertThat(labelled(app))
        .extracting(ControllerRevision::getRevision)
        .containsExactly(3L, 4L, 5L);
    assertThat(configMaps(app))
        .flatExtracting(map -> map.getData().values())
        .containsExactlyInAnyOrder("version=3", "version=4", "version=5");
  }

  @Test
  void deletedRevisions_doNotMakeTheNumbersBeginAnew() {
    AppRef app = new AppRef("shop", "numbered");
    deployed(app, "1.0.0", "colour=blue");
    deployed(app, "2.0.0", "colour=red");
    labelled(app).forEach(revision -> berth.cluster.resource(revision).delete());

    deployed(app, "3.0.0", "colour=green");

    assertThat(labelled(app)).extracting(ControllerRevision::getRevision).containsExactly(3L);
    assertThat(berth.live(app).getMetadata().getAnnotations())
        .containsEntry("berth.io/release", "3");
  }

  @Test
  void revisionThatCannotBeRead_keepsItsNumber_andBlocksNobody() {
    AppRef app = new AppRef("shop", "unreadable");
    deployed(app, "1.0.0", "colour=blue");
    deployed(app, "2.0.0", "colour=red");
    berth
        .cluster
        .resource(revision(app, 2))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"berth.io/command-time\": \"yesterday\"}}}");

    deployed(app, "3.0.0", "colour=green");

    assertThat(labelled(app)).extracting(ControllerRevision::getRevision).endsWith(3L);
  }

  @Test
  void keptReleaseWithFractionalSeconds_canBeRolledBackTo_withANote() {
    AppRef app = new AppRef("shop", "fractions");
    berth.verdict(berth.send(deploy(app, GOOD)));
    var second = deploy(app, "registry.example/shop/cart:2.0.0");
    assertThat(berth.concluded(berth.send(second)).verdict()).isEqualTo(Verdict.SUCCEEDED);
    keepAsItWasKeptOnce(app, "(\"readiness\":\\{[^}]*}[^}]*\"period\":)\"PT1S\"", "$1\"PT1.5S\"");

    String id = berth.send(new Rollback(ANN, app, 1L));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(((Accepted) berth.operationsOf(id).getFirst()).notes())
        .contains(
            "The release says spec.probes.readiness.period PT1.5S, and runs with it cut to whole"
                + " seconds, as it did before.");
    assertThat(
            berth
                .live(app)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getReadinessProbe()
                .getPeriodSeconds())
        .isEqualTo(1);
  }

  /** The API server answers 500, which is no outage: the next answer would be the same. */
  @Test
  void keptReleaseThatTheApiServerRefuses_isRejectedAtOnce_inTheServersWords() {
    AppRef app = new AppRef("shop", "twoports");
    berth.verdict(berth.send(deploy(app, GOOD)));
    var second = deploy(app, "registry.example/shop/cart:2.0.0");
    assertThat(berth.concluded(berth.send(second)).verdict()).isEqualTo(Verdict.SUCCEEDED);
    keepAsItWasKeptOnce(
        app, "(\"ports\":\\[\\{[^}]*})]", "$1,{\"name\":\"metrics\",\"port\":8080}]");

    String id = berth.send(new Rollback(ANN, app, 1L));

    assertThat(berth.rejected(id).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("api-server");
              assertThat(violation.found()).contains("duplicate entries for key [");
            });
    assertThat(berth.live(app).getMetadata().getAnnotations())
        .containsEntry("berth.io/release", "2");
  }

  /** Release 1 as it could be kept before a rule refused what stands in it. */
  private static void keepAsItWasKeptOnce(AppRef app, String said, String once) {
    ControllerRevision kept = revision(app, 1);
    String now = berth.cluster.getKubernetesSerialization().asJson(kept);
    String json = now.replaceAll(said, once);
    assertThat(json).isNotEqualTo(now);
    ControllerRevision old =
        berth.cluster.getKubernetesSerialization().unmarshal(json, ControllerRevision.class);
    berth.cluster.resource(kept).delete();
    old.getMetadata().setResourceVersion(null);
    old.getMetadata().setUid(null);
    old.getMetadata().setManagedFields(List.of());
    berth.cluster.resource(old).create();
  }

  private static void deployed(AppRef app, String version, String config) {
    AppSpec spec = withConfig(spec("registry.example/shop/cart:" + version, 3), config);
    assertThat(berth.concluded(berth.send(new Deploy(ANN, app, spec, false))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static Map<String, String> mounted(AppRef app) {
    String name =
        berth
            .cluster
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName(app.name())
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getVolumes()
            .getFirst()
            .getConfigMap()
            .getName();
    return berth.cluster.configMaps().inNamespace("shop").withName(name).get().getData();
  }

  private static ControllerRevision revision(AppRef app, long number) {
    return berth
        .cluster
        .apps()
        .controllerRevisions()
        .inNamespace("shop")
        .withName(app.name() + "-r" + number)
        .get();
  }

  private static List<ControllerRevision> labelled(AppRef app) {
    return berth
        .cluster
        .apps()
        .controllerRevisions()
        .inNamespace("shop")
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .stream()
        .sorted(java.util.Comparator.comparing(ControllerRevision::getRevision))
        .toList();
  }

  private static List<ConfigMap> configMaps(AppRef app) {
    return berth
        .cluster
        .configMaps()
        .inNamespace("shop")
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems();
  }
}
