/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void units_areExact() {
    assertThat(Quantity.parse("500m")).isEqualByComparingTo("0.5");
    assertThat(Quantity.parse("1.5")).isEqualByComparingTo("1.5");
    assertThat(Quantity.parse("64Mi")).isEqualByComparingTo("67108864");
    assertThat(Quantity.parse("1G")).isEqualByComparingTo("1000000000");
    assertThat(Quantity.parse("1e3")).isEqualByComparingTo("1000");
    assertThat(Quantity.parse("12n")).isEqualByComparingTo("0.000000012");
  }

  @Test
  void nonsense_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse("12Q"));
    assertThat(Quantity.isValid("")).isFalse();
  }

  @Test
  void canonicalForms() {
    assertThat(Quantity.cpu(new BigDecimal("1.5"))).isEqualTo("1500m");
    assertThat(Quantity.cpu(new BigDecimal("2"))).isEqualTo("2");
    assertThat(Quantity.memory(new BigDecimal("67108864"))).isEqualTo("64Mi");
    assertThat(Quantity.memory(new BigDecimal("1000"))).isEqualTo("1000");
    assertThat(Quantity.memory(BigDecimal.ZERO)).isEqualTo("0");
  }
}
