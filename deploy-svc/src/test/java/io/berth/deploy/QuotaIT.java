/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ForeignEditor;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.berth.events.command.Remove;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a namespace's quotas refuse at the door, and what they do not. */
@ExtendWith(SharedHarness.class)
class QuotaIT {

  private static final String HOLD = "x.example.com/hold";

  private static final Harness berth = SharedHarness.get();

  @Test
  void podsThatTerminate_areNoReasonToReject_andTheRolloutGoesOnWhenTheyAreGone() {
    AppRef app = new AppRef("crowded", "cart");
    namespace("crowded", new Quota(100_000, 1L << 40, 3));
    assertThat(concluded(deploy(app, GOOD)).verdict()).isEqualTo(Verdict.SUCCEEDED);
    pods("crowded").forEach(pod -> ForeignEditor.hold(berth.cluster, pod, HOLD));
    String removal = berth.send(new Remove(ANN, app, "cart"));
    awaitOperation(removal, Applied.class);

    String again = berth.send(deploy(app, GOOD));

    awaitOperation(again, Accepted.class);
    pods("crowded").forEach(pod -> ForeignEditor.hold(berth.cluster, pod));
    assertThat(berth.concluded(again).verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void quotaOfOtherPods_isNoReasonToReject() {
    namespace("scoped", null);
    berth
        .cluster
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace("scoped")
                .withName("no-best-effort")
                .endMetadata()
                .withNewSpec()
                .withScopes("BestEffort")
                .withHard(Map.of("pods", new Quantity("0")))
                .endSpec()
                .build())
        .create();

    assertThat(concluded(deploy(new AppRef("scoped", "cart"), GOOD)).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void namespaceWithoutAQuota_losesTheLimitsOfAnEarlierOne_andGetsNone() {
    namespace("limited", new Quota(1000, 1L << 30, 5));
    namespace("limited", null);
    namespace("unlimited", null);

    assertThat(limits("limited")).containsExactly(Set.of());
    assertThat(limits("unlimited")).isEmpty();

    namespace("limited", new Quota(1000, 1L << 30, 5));
    assertThat(limits("limited")).containsExactly(Set.of("limits.cpu", "limits.memory", "pods"));
  }

  /** The names of what the namespace's quotas limit. */
  private static List<Set<String>> limits(String namespace) {
    return berth.cluster.resourceQuotas().inNamespace(namespace).list().getItems().stream()
        .map(ResourceQuota::getSpec)
        .map(spec -> spec == null ? Set.<String>of() : Set.copyOf(spec.getHard().keySet()))
        .toList();
  }

  private static void namespace(String name, Quota quota) {
    assertThat(concluded(new EnsureNamespace(ANN, name, Environment.QA, "ann", quota)).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static Concluded concluded(Command command) {
    return berth.concluded(berth.send(command));
  }

  private static void awaitOperation(String id, Class<? extends Operation> step) {
    await().until(() -> berth.operationsOf(id).stream().anyMatch(step::isInstance));
  }

  private static List<Pod> pods(String namespace) {
    return berth.cluster.pods().inNamespace(namespace).list().getItems();
  }
}
