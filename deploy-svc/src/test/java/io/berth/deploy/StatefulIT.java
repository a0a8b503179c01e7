/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Workload;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications that are StatefulSets, on the simulated cluster. */
@ExtendWith(SharedHarness.class)
class StatefulIT {

  private static final String BAD = "registry.example/shop/orders:1-crash";

  private static final Harness berth = SharedHarness.get();

  @Test
  void pods_keepNumbersAndClaims_throughABrokenReleaseAndItsRollback() {
    AppRef orders = shop("orders");
    succeeds(new Deploy(ANN, orders, stateful(GOOD), false));
    Map<String, Pod> first = pods(orders);
    assertThat(first).containsOnlyKeys("orders-0", "orders-1", "orders-2");
    assertThat(claims(orders)).hasSize(3).allSatisfy(StatefulIT::isBound);

    Concluded broken = berth.concluded(berth.send(new Deploy(ANN, orders, stateful(BAD), false)));
    assertThat(broken.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(broken.diagnosis().cause()).isEqualTo(Cause.CONTAINER_CRASHED);
    assertThat(uid(orders, "orders-0")).isEqualTo(first.get("orders-0").getMetadata().getUid());

    succeeds(new Rollback(ANN, orders, null));
    assertThat(pods(orders).values())
        .hasSize(3)
        .allSatisfy(
            pod ->
                assertThat(pod.getSpec().getContainers().getFirst().getImage()).startsWith(GOOD));

    succeeds(new Scale(ANN, orders, 4));
    assertThat(pods(orders)).containsKey("orders-3");
    assertThat(claims(orders)).hasSize(4);

    succeeds(new Remove(ANN, orders, "orders"));
    assertThat(pods(orders)).isEmpty();
    assertThat(claims(orders)).hasSize(4).allSatisfy(StatefulIT::isBound);
  }

  @Test
  void otherKind_isRejected_andNothingChanges() {
    AppRef ledger = shop("ledger");
    succeeds(new Deploy(ANN, ledger, stateful(GOOD), false));
    String before = uid(ledger, "ledger-0");

    assertThat(
            berth.rejected(berth.send(new Deploy(ANN, ledger, spec(GOOD, 3), false))).violations())
        .extracting(Violation::rule)
        .containsExactly("workload-kind");

    assertThat(berth.live(ledger)).isNull();
    assertThat(uid(ledger, "ledger-0")).isEqualTo(before);
  }

  private static void succeeds(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static AppSpec stateful(String image) {
    return AppSpecBuilder.with(
        spec(image, 3),
        it -> {
          it.workload = new Workload.Stateful(null);
          it.volumes =
              Map.of(
                  "/var/lib/orders",
                  new Volume(
                      null, null, null, null, null, null, new ClaimTemplate("1Gi", null, null)));
        });
  }

  private static Map<String, Pod> pods(AppRef app) {
    return berth
        .cluster
        .pods()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Function.identity()));
  }

  private static String uid(AppRef app, String pod) {
    return pods(app).get(pod).getMetadata().getUid();
  }

  private static List<PersistentVolumeClaim> claims(AppRef app) {
    return berth
        .cluster
        .persistentVolumeClaims()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems();
  }

  private static void isBound(PersistentVolumeClaim claim) {
    assertThat(claim.getStatus().getPhase()).isEqualTo("Bound");
  }
}
