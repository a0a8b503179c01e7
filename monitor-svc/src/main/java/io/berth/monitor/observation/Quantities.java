/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts Kubernetes quantities to Berth's units. Invalid ones become null, as unset ones are. */
public final class Quantities {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal MAX_VALUE = BigDecimal.valueOf(Long.MAX_VALUE);

  private Quantities() {}

  /** CPU in millicores, rounded up as the scheduler does. */
  public static @Nullable Long cpuMillis(@Nullable Map<String, Quantity> resources) {
    BigDecimal cores = amount(resources, "cpu");
    return cores == null ? null : whole(cores.multiply(THOUSAND));
  }

  /** Memory in bytes. */
  public static @Nullable Long memoryBytes(@Nullable Map<String, Quantity> resources) {
    BigDecimal bytes = amount(resources, "memory");
    return bytes == null ? null : whole(bytes);
  }

  private static @Nullable BigDecimal amount(
      @Nullable Map<String, Quantity> resources, String name) {
    Quantity quantity = resources == null ? null : resources.get(name);
    if (quantity == null) {
      return null;
    }
    try {
      return Quantity.getAmountInBytes(quantity);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Long whole(BigDecimal value) {
    return value.signum() < 0 || value.compareTo(MAX_VALUE) > 0
        ? null
        : value.setScale(0, RoundingMode.CEILING).longValue();
  }
}
