/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.store.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PodBehaviorTest {

  private static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");

  private static ObjectNode pod(String annotations) {
    return JsonTrees.parse(
        "{\"metadata\":{\"creationTimestamp\":\""
            + BORN
            + "\",\"annotations\":"
            + annotations
            + "}}");
  }

  private static PodBehavior of(String annotations, String image, long seconds) {
    return PodBehavior.of(
        pod(annotations), JsonTrees.object().put("image", image), BORN.plusSeconds(seconds));
  }

  @Test
  void tagSuffix_says_whatHappens() {
    assertThat(of("{}", "localhost:5000/shop/web:1.4-crash", 0)).isEqualTo(PodBehavior.CRASH);
    assertThat(of("{}", "shop/web:2-oom@sha256:00", 0)).isEqualTo(PodBehavior.OOM);
    assertThat(of("{}", "shop/web-crash:1.4", 0)).isEqualTo(PodBehavior.NORMAL);
    assertThat(of("{}", "shop/web", 0)).isEqualTo(PodBehavior.NORMAL);
  }

  @Test
  void tagSuffix_says_whenItHappens() {
    assertThat(of("{}", "shop/web:2-starts-in-60s", 0)).isEqualTo(PodBehavior.SLOW);
    assertThat(in("{}", "shop/web:2-starts-in-60s@sha256:00")).contains(Duration.ofMinutes(1));
    assertThat(of("{}", "shop/web:breaks-in-500ms", 0)).isEqualTo(PodBehavior.BREAKS);
    assertThat(in("{}", "shop/web:breaks-in-500ms")).contains(Duration.ofMillis(500));
    assertThat(in("{\"sim.berth.io/behavior\":\"starts-in-2m\"}", "shop/web:2"))
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void tagSuffix_thatSaysNoTime_isAsSlowAsUsual() {
    assertThat(of("{}", "shop/web:2-slow", 0)).isEqualTo(PodBehavior.SLOW);
    assertThat(in("{}", "shop/web:2-slow")).isEmpty();
    assertThat(of("{}", "shop/web:2-starts-in-time", 0)).isEqualTo(PodBehavior.NORMAL);
    assertThat(in("{}", "shop/web-starts-in-60s:2")).isEmpty();
  }

  private static Optional<Duration> in(String annotations, String image) {
    return PodBehavior.in(pod(annotations), JsonTrees.object().put("image", image));
  }

  @Test
  void annotation_goesBeforeTheImage() {
    assertThat(of("{\"sim.berth.io/behavior\":\"unready\"}", "web:1-crash", 0))
        .isEqualTo(PodBehavior.UNREADY);
  }

  @Test
  void crash_heals_afterTheGivenTime() {
    String heals = "{\"sim.berth.io/heal-after\":\"45s\"}";
    assertThat(of(heals, "web:1-crash", 44)).isEqualTo(PodBehavior.CRASH);
    assertThat(of(heals, "web:1-crash", 45)).isEqualTo(PodBehavior.NORMAL);
  }
}
