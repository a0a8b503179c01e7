/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.shop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.kubernetes.ReleaseHistory.ListFreshness;
import org.junit.jupiter.api.Test;

class ListFreshnessTest {

  private final ListFreshness freshness = new ListFreshness();

  @Test
  void listOlderThanTheLastWrite_isStale_evenAfterANewerOne() {
    freshness.recordWrite(CART, "99");
    freshness.recordWrite(CART, "100");

    assertThat(freshness.covers(CART, "110")).isTrue();
    assertThat(freshness.covers(CART, "99")).isFalse();
    assertThat(freshness.covers(CART, "100")).isTrue();
  }

  @Test
  void unwrittenApplication_isCoveredByAnyList() {
    freshness.recordWrite(CART, "100");

    assertThat(freshness.covers(shop("other"), "7")).isTrue();
  }

  @Test
  void deletedApplication_isCoveredByNoList_untilOneWasFetched() {
    freshness.recordWrite(CART, "100");
    freshness.recordDelete(CART);
    assertThat(freshness.covers(CART, "1000")).isFalse();

    freshness.recordWrite(CART, "104");
    assertThat(freshness.covers(CART, "103")).isFalse();
    assertThat(freshness.covers(CART, "104")).isTrue();
  }

  @Test
  void evictedWrites_countForEveryApplication() {
    for (int app = 0; app <= 10_000; app++) {
      freshness.recordWrite(shop("app-" + app), Integer.toString(20_000 + app));
    }

    assertThat(freshness.covers(shop("app-0"), "19999")).as("forgotten").isFalse();
    assertThat(freshness.covers(shop("app-0"), "20000")).isTrue();
    assertThat(freshness.covers(shop("never-written"), "19999")).isFalse();
  }
}
