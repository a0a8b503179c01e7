/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.Apps.shop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {

  private final Freshness freshness = new Freshness();

  @Test
  void listOlderThanTheLastWrite_isRefused_alsoBehindANewerOne() {
    freshness.wrote(CART, "99");
    freshness.wrote(CART, "100");

    assertThat(freshness.covers(CART, "110")).isTrue();
    assertThat(freshness.covers(CART, "99")).isFalse();
    assertThat(freshness.covers(CART, "100")).isTrue();
  }

  @Test
  void applicationThatWasNeverWritten_isCoveredByAnyList() {
    freshness.wrote(CART, "100");

    assertThat(freshness.covers(shop("other"), "7")).isTrue();
  }

  @Test
  void erasedApplication_isCoveredByNone_untilOneWasAskedFor() {
    freshness.wrote(CART, "100");
    freshness.erased(CART);
    assertThat(freshness.covers(CART, "1000")).isFalse();

    freshness.wrote(CART, "104");
    assertThat(freshness.covers(CART, "103")).isFalse();
    assertThat(freshness.covers(CART, "104")).isTrue();
  }

  @Test
  void writesThatAreForgotten_countForEveryApplication() {
    for (int app = 0; app <= 10_000; app++) {
      freshness.wrote(shop("app-" + app), Integer.toString(20_000 + app));
    }

    assertThat(freshness.covers(shop("app-0"), "19999")).as("forgotten").isFalse();
    assertThat(freshness.covers(shop("app-0"), "20000")).isTrue();
    assertThat(freshness.covers(shop("never-written"), "19999")).isFalse();
  }
}
