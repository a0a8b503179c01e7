/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which quotas of a namespace count for Berth's pods, and what they have left. */
class QuotaHeadroomTest {

  @Test
  void withoutAQuota_nothingIsLimited() {
    assertThat(QuotaHeadroom.of(List.of(), List.of())).isEqualTo(QuotaHeadroom.UNBOUNDED);
  }

  @Test
  void tightestQuota_counts_ofEachResource() {
    ResourceQuota pods = quota(Map.of("pods", "10", "limits.cpu", "4"), Map.of("pods", "4"));
    ResourceQuota cpu = quota(Map.of("pods", "20", "limits.cpu", "2"), Map.of("limits.cpu", "1"));

    QuotaHeadroom headroom = QuotaHeadroom.of(List.of(pods, cpu), List.of());

    assertThat(headroom).isEqualTo(new QuotaHeadroom(1000, Long.MAX_VALUE, 6));
  }

  @Test
  void releasedPods_countAsFree_withTheirOwnLimits_andEndedOnesHoldNothing() {
    ResourceQuota full =
        quota(
            Map.of("pods", "3", "limits.cpu", "3", "limits.memory", "3Mi"),
            Map.of("pods", "3", "limits.cpu", "2500m", "limits.memory", "3Mi"));

    QuotaHeadroom headroom =
        QuotaHeadroom.of(
            List.of(full),
            List.of(pod("Running", "500m"), pod("Pending", "1"), pod("Succeeded", "1")));

    assertThat(headroom).isEqualTo(new QuotaHeadroom(2000, 2L << 20, 2));
  }

  @Test
  void releasedPod_freesItsLargestInitContainer_whereThatIsMore() {
    ResourceQuota full = quota(Map.of("limits.cpu", "3"), Map.of("limits.cpu", "3"));
    Pod initialized =
        new PodBuilder(pod("Running", "500m"))
            .editSpec()
            .addToInitContainers(pod("Running", "2").getSpec().getContainers().getFirst())
            .endSpec()
            .build();

    assertThat(QuotaHeadroom.of(List.of(full), List.of(initialized)).limitsCpuMillis())
        .isEqualTo(2000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BestEffort", "Terminating", "PriorityClass"})
  void quotaOfOtherPods_doesNotCount(String scope) {
    assertThat(QuotaHeadroom.of(List.of(scoped(scope)), List.of()))
        .isEqualTo(QuotaHeadroom.UNBOUNDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NotBestEffort", "NotTerminating"})
  void quotaOfPodsLikeBerths_counts(String scope) {
    assertThat(QuotaHeadroom.of(List.of(scoped(scope)), List.of()).pods()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PriorityClass, In, false",
    "PriorityClass, Exists, false",
    "PriorityClass, NotIn, true",
    "PriorityClass, DoesNotExist, true",
    "BestEffort, Exists, false",
    "NotBestEffort, Exists, true",
    "CrossNamespacePodAffinity, Exists, false",
  })
  void scopeSelector_isReadAsKubernetesReadsIt(String scope, String operator, boolean counts) {
    ResourceQuota selecting =
        new ResourceQuotaBuilder(quota(Map.of("pods", "0"), Map.of()))
            .editSpec()
            .withNewScopeSelector()
            .addNewMatchExpression()
            .withScopeName(scope)
            .withOperator(operator)
            .withValues("high")
            .endMatchExpression()
            .endScopeSelector()
            .endSpec()
            .build();

    assertThat(QuotaHeadroom.of(List.of(selecting), List.of()).pods())
        .isEqualTo(counts ? 0 : Long.MAX_VALUE);
  }

  private static ResourceQuota scoped(String scope) {
    return new ResourceQuotaBuilder(quota(Map.of("pods", "0"), Map.of("pods", "0")))
        .editSpec()
        .withScopes(scope)
        .endSpec()
        .build();
  }

  private static ResourceQuota quota(Map<String, String> hard, Map<String, String> used) {
    ResourceQuotaBuilder quota =
        new ResourceQuotaBuilder().withNewSpec().endSpec().withNewStatus().endStatus();
    hard.forEach(
        (name, most) -> quota.editStatus().addToHard(name, new Quantity(most)).endStatus());
    used.forEach((name, now) -> quota.editStatus().addToUsed(name, new Quantity(now)).endStatus());
    return quota.build();
  }

  private static Pod pod(String phase, String cpu) {
    return new PodBuilder()
        .withNewSpec()
        .addNewContainer()
        .withNewResources()
        .addToLimits("cpu", new Quantity(cpu))
        .addToLimits("memory", new Quantity("1Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
