/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace's ResourceQuotas have left for an application's pods: {@link Long#MAX_VALUE}
 * where nothing is limited.
 *
 * @param limitsCpuMillis millicores of CPU limits
 * @param limitsMemoryBytes bytes of memory limits
 * @param pods number of pods
 */
public record QuotaHeadroom(long limitsCpuMillis, long limitsMemoryBytes, long pods) {

  public static final QuotaHeadroom UNBOUNDED =
      new QuotaHeadroom(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * @param quotas of the namespace; those whose scopes leave Berth's pods out do not count
   * @param released pods that count as free: the application's own, and others that terminate
   */
  public static QuotaHeadroom of(List<ResourceQuota> quotas, List<Pod> released) {
    List<ResourceQuota> covering = quotas.stream().filter(QuotaHeadroom::covers).toList();
    List<Pod> counted = released.stream().filter(QuotaHeadroom::isCounted).toList();
    return new QuotaHeadroom(
        least(covering, "limits.cpu", 1000, limits(counted, "cpu", 1000)),
        least(covering, "limits.memory", 1, limits(counted, "memory", 1)),
        least(covering, "pods", 1, counted.size()));
  }

  /**
   * Whether a quota counts a pod as Berth renders it: with requests and limits, without a deadline
   * and a priority class. The rules are those of Kubernetes' <a
   * href="https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes">quota
   * scopes</a>.
   */
  private static boolean covers(ResourceQuota quota) {
    if (quota.getSpec() == null) {
      return true;
    }
    List<String> scopes = quota.getSpec().getScopes();
    boolean selected =
        quota.getSpec().getScopeSelector() == null
            || quota.getSpec().getScopeSelector().getMatchExpressions().stream()
                .allMatch(QuotaHeadroom::covers);
    return selected && scopes.stream().allMatch(QuotaHeadroom::isOfBerthsPods);
  }

  private static boolean covers(ScopedResourceSelectorRequirement expression) {
    return switch (expression.getOperator()) {
      case "NotIn", "DoesNotExist" -> !isOfBerthsPods(expression.getScopeName());
      case null, default -> isOfBerthsPods(expression.getScopeName());
    };
  }

  private static boolean isOfBerthsPods(@Nullable String scope) {
    return "NotBestEffort".equals(scope) || "NotTerminating".equals(scope);
  }

  /** Pods that ended use nothing of a quota. */
  private static boolean isCounted(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return !"Succeeded".equals(phase) && !"Failed".equals(phase);
  }

  private static long least(List<ResourceQuota> quotas, String resource, int scale, long released) {
    return quotas.stream()
        .filter(quota -> quota.getStatus() != null && quota.getStatus().getHard() != null)
        .filter(quota -> quota.getStatus().getHard().containsKey(resource))
        .mapToLong(
            quota ->
                amount(quota.getStatus().getHard(), resource, scale)
                    - amount(quota.getStatus().getUsed(), resource, scale)
                    + released)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static long limits(List<Pod> pods, String resource, int scale) {
    return pods.stream()
        .map(Pod::getSpec)
        .filter(Objects::nonNull)
        .mapToLong(spec -> limits(spec, resource, scale))
        .sum();
  }

  /** As the quota counts a pod: its containers together, or its largest init container. */
  private static long limits(PodSpec spec, String resource, int scale) {
    return Math.max(
        limits(spec.getContainers().stream(), resource, scale).sum(),
        limits(spec.getInitContainers().stream(), resource, scale).max().orElse(0));
  }

  private static LongStream limits(Stream<Container> containers, String resource, int scale) {
    return containers
        .map(Container::getResources)
        .mapToLong(
            resources -> resources == null ? 0 : amount(resources.getLimits(), resource, scale));
  }

  private static long amount(
      @Nullable Map<String, Quantity> quantities, String resource, int scale) {
    Quantity quantity = quantities == null ? null : quantities.get(resource);
    return quantity == null
        ? 0
        : Quantity.getAmountInBytes(quantity)
            .multiply(BigDecimal.valueOf(scale))
            .setScale(0, RoundingMode.CEILING)
            .longValue();
  }
}
