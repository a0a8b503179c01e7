/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.InvalidEventException;
import io.berth.events.quantity.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What the contract reads as a quantity is what the Kubernetes client reads. */
class KubernetesQuantityTest {

  private static final List<String> SUFFIXES =
      List.of(
          "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "e3", "E3",
          "e-3", "E-2", "e0", "e6", "E1");

  private static String number(Random random) {
    String whole = Long.toString(random.nextLong(1L << random.nextInt(1, 40)));
    return switch (random.nextInt(4)) {
      case 0 -> whole + "." + random.nextInt(1000);
      case 1 -> whole + ".5";
      case 2 -> "0" + whole;
      default -> whole;
    };
  }

  @Test
  void quantity_equalsTheClientsReading_orIsRejectedAsFractional() {
    Random random = new Random(2052);
    for (int i = 0; i < 5000; i++) {
      String text = number(random) + SUFFIXES.get(random.nextInt(SUFFIXES.size()));
      BigDecimal amount = client(text);
      same(text, Quantity::bytes, amount);
      same(text, Quantity::millicores, amount.movePointRight(3));
    }
  }

  /** The client multiplies with a double, the API server does not. */
  @Test
  void exbibytes_areExact_unlikeTheClients() {
    assertThat(new Quantity("1Ei").bytes()).isEqualTo(1L << 60);
    assertThat(client("1Ei")).isNotEqualByComparingTo(BigDecimal.valueOf(1L << 60));
  }

  private static BigDecimal client(String text) {
    return io.fabric8.kubernetes.api.model.Quantity.getAmountInBytes(
        io.fabric8.kubernetes.api.model.Quantity.parse(text));
  }

  private static void same(String text, ToLongFunction<Quantity> unit, BigDecimal amount) {
    boolean fits =
        amount.stripTrailingZeros().scale() <= 0
            && amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    try {
      long read = unit.applyAsLong(new Quantity(text));
      assertThat(BigDecimal.valueOf(read)).as(text).isEqualByComparingTo(amount);
      assertThat(fits).as(text).isTrue();
    } catch (InvalidEventException e) {
      assertThat(fits).as("%s: %s", text, e.getMessage()).isFalse();
    }
  }
}
