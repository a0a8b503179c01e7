/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.policy.QuotaHeadroom;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the quotas of a namespace have left, counting the application's own pods as free. */
final class ResourceQuotas {

  private ResourceQuotas() {}

  static QuotaHeadroom headroom(List<ResourceQuota> quotas, @Nullable Deployment own) {
    return new QuotaHeadroom(
        least(quotas, "limits.cpu", 1000, usedByApp(own, "cpu", 1000)),
        least(quotas, "limits.memory", 1, usedByApp(own, "memory", 1)),
        least(quotas, "pods", 1, pods(own)));
  }

  private static long least(List<ResourceQuota> quotas, String resource, int scale, long own) {
    return quotas.stream()
        .filter(quota -> quota.getStatus() != null && quota.getStatus().getHard() != null)
        .filter(quota -> quota.getStatus().getHard().containsKey(resource))
        .mapToLong(
            quota ->
                amount(quota.getStatus().getHard(), resource, scale)
                    - amount(quota.getStatus().getUsed(), resource, scale)
                    + own)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static long usedByApp(@Nullable Deployment own, String resource, int scale) {
    if (own == null || own.getSpec().getTemplate().getSpec().getContainers().isEmpty()) {
      return 0;
    }
    Container container = own.getSpec().getTemplate().getSpec().getContainers().getFirst();
    return container.getResources() == null
        ? 0
        : pods(own) * amount(container.getResources().getLimits(), resource, scale);
  }

  private static long pods(@Nullable Deployment own) {
    return own == null || own.getStatus() == null || own.getStatus().getReplicas() == null
        ? 0
        : own.getStatus().getReplicas();
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
