/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Scale;
import io.berth.events.command.Workload;
import io.berth.events.command.Workload.PodManagement;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadRulesTest {

  private static final AppSpec DEPLOYMENT = TestApps.spec(GOOD, 3);
  private static final AppSpec STATEFUL = stateful(null, "10Gi");

  @Test
  void statefulApplication_violatesNoRule() {
    assertThat(violations(STATEFUL, null)).isEmpty();
    assertThat(violations(STATEFUL, STATEFUL)).isEmpty();
  }

  @Test
  void kind_neverChanges() {
    assertThat(violations(STATEFUL, DEPLOYMENT))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("workload-kind");
              assertThat(violation.field()).isEqualTo("spec.workload");
              assertThat(violation.found()).isEqualTo("STATEFUL");
              assertThat(violation.wanted()).isEqualTo("DEPLOYMENT, the kind that runs");
              assertThat(violation.help()).contains("Remove the application", "as STATEFUL");
            });
    assertThat(violations(DEPLOYMENT, STATEFUL))
        .extracting(Violation::rule)
        .containsExactly("workload-kind");
  }

  @Test
  void claimTemplates_neverChange() {
    assertThat(violations(stateful(null, "20Gi"), STATEFUL))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("claim-templates");
              assertThat(violation.field()).isEqualTo("spec.volumes./data.claimTemplate");
              assertThat(violation.found())
                  .isEqualTo("20Gi, the default StorageClass, read_write_once");
              assertThat(violation.wanted()).startsWith("10Gi, ");
            });
    AppSpec without = AppSpecBuilder.with(STATEFUL, it -> it.volumes = Map.of());
    assertThat(violations(without, STATEFUL)).extracting(Violation::found).containsExactly("none");
    assertThat(violations(STATEFUL, without))
        .extracting(Violation::wanted)
        .containsExactly("none, as it was first deployed");
  }

  @Test
  void podManagement_neverChanges() {
    assertThat(violations(stateful(PodManagement.PARALLEL, "10Gi"), STATEFUL))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("pod-management");
              assertThat(violation.found()).isEqualTo("PARALLEL");
              assertThat(violation.wanted()).isEqualTo("ORDERED, as it was first deployed");
            });
  }

  @Test
  void nameOfAGoverningService_isReserved() {
    assertThat(violations(new AppRef("shop", "cart--headless"), DEPLOYMENT, null))
        .extracting(Violation::rule)
        .containsExactly("workload-name");
    assertThat(violations(new AppRef("shop", "cart-headless"), DEPLOYMENT, null)).isEmpty();
  }

  @Test
  void replacement_needsNoRoomForASurge() {
    QuotaHeadroom three = new QuotaHeadroom(Long.MAX_VALUE, Long.MAX_VALUE, 3);

    assertThat(violations(deploy(CART, STATEFUL), STATEFUL, STATEFUL, three)).isEmpty();
    assertThat(violations(deploy(CART, DEPLOYMENT), DEPLOYMENT, DEPLOYMENT, three))
        .extracting(Violation::rule)
        .containsExactly("quota");
  }

  @Test
  void otherRules_holdForStatefulApplications() {
    assertThat(violations(new Scale(ANN, CART, 1), STATEFUL, STATEFUL, QuotaHeadroom.UNBOUNDED))
        .extracting(Violation::rule)
        .containsExactly("min-replicas");
    AppSpec poor = AppSpecBuilder.with(STATEFUL, it -> it.probes = null);
    assertThat(violations(poor, null)).extracting(Violation::rule).contains("probes-required");
  }

  private static AppSpec stateful(@Nullable PodManagement management, String size) {
    return AppSpecBuilder.with(
        DEPLOYMENT,
        it -> {
          it.workload = new Workload.Stateful(management);
          it.volumes =
              Map.of(
                  "/data",
                  new Volume(
                      null, null, null, null, null, null, new ClaimTemplate(size, null, null)));
        });
  }

  private static Deploy deploy(AppRef app, AppSpec spec) {
    return new Deploy(ANN, app, spec, false);
  }

  private static List<Violation> violations(AppSpec spec, @Nullable AppSpec runs) {
    return violations(CART, spec, runs);
  }

  private static List<Violation> violations(AppRef app, AppSpec spec, @Nullable AppSpec runs) {
    return violations(deploy(app, spec), spec, runs, QuotaHeadroom.UNBOUNDED);
  }

  private static List<Violation> violations(
      Command command, AppSpec spec, @Nullable AppSpec runs, QuotaHeadroom quota) {
    Release current = runs == null ? null : TestSnapshots.release(1, runs, ReleaseOutcome.GOOD);
    return new PolicyRules(PolicyParameters.standard())
        .violations(
            new PolicyInput(
                command,
                "dc-a",
                TestSnapshots.KUBERNETES,
                Environment.PROD,
                spec,
                ReleaseImages.none(),
                command instanceof Scale scale ? scale.replicas() : 3,
                current,
                Releases.none(),
                quota));
  }
}
