/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localstack.cluster.store.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BehaviorTest {

  private static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");

  private static ObjectNode pod(String annotations) {
    return Json.parse(
        "{\"metadata\":{\"creationTimestamp\":\""
            + BORN
            + "\",\"annotations\":"
            + annotations
            + "}}");
  }

  private static Behavior of(String annotations, String image, long seconds) {
    return Behavior.of(
        pod(annotations), Json.object().put("image", image), BORN.plusSeconds(seconds));
  }

  @Test
  void tagSuffix_says_whatHappens() {
    assertThat(of("{}", "localhost:5000/shop/web:1.4-crash", 0)).isEqualTo(Behavior.CRASH);
    assertThat(of("{}", "shop/web:2-oom@sha256:00", 0)).isEqualTo(Behavior.OOM);
    assertThat(of("{}", "shop/web-crash:1.4", 0)).isEqualTo(Behavior.NORMAL);
    assertThat(of("{}", "shop/web", 0)).isEqualTo(Behavior.NORMAL);
  }

  @Test
  void annotation_goesBeforeTheImage() {
    assertThat(of("{\"sim.berth.io/behavior\":\"unready\"}", "web:1-crash", 0))
        .isEqualTo(Behavior.UNREADY);
  }

  @Test
  void crash_heals_afterTheGivenTime() {
    String heals = "{\"sim.berth.io/heal-after\":\"45s\"}";
    assertThat(of(heals, "web:1-crash", 44)).isEqualTo(Behavior.CRASH);
    assertThat(of(heals, "web:1-crash", 45)).isEqualTo(Behavior.NORMAL);
  }
}
