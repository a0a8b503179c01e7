/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ResourceQuantityTest {

  @Test
  void units_areExact() {
    assertThat(ResourceQuantity.parse("500m")).isEqualByComparingTo("0.5");
    assertThat(ResourceQuantity.parse("1.5")).isEqualByComparingTo("1.5");
    assertThat(ResourceQuantity.parse("64Mi")).isEqualByComparingTo("67108864");
    assertThat(ResourceQuantity.parse("1G")).isEqualByComparingTo("1000000000");
    assertThat(ResourceQuantity.parse("1e3")).isEqualByComparingTo("1000");
    assertThat(ResourceQuantity.parse("12n")).isEqualByComparingTo("0.000000012");
  }

  @Test
  void nonsense_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceQuantity.parse("12Q"));
    assertThat(ResourceQuantity.isValid("")).isFalse();
  }

  @Test
  void canonicalForms() {
    assertThat(ResourceQuantity.cpu(new BigDecimal("1.5"))).isEqualTo("1500m");
    assertThat(ResourceQuantity.cpu(new BigDecimal("2"))).isEqualTo("2");
    assertThat(ResourceQuantity.memory(new BigDecimal("67108864"))).isEqualTo("64Mi");
    assertThat(ResourceQuantity.memory(new BigDecimal("1000"))).isEqualTo("1000");
    assertThat(ResourceQuantity.memory(BigDecimal.ZERO)).isEqualTo("0");
  }
}
