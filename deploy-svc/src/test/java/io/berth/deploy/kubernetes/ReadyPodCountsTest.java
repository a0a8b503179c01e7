/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadyPodCountsTest {

  @Test
  void readyPods_areCounted_byTheirRelease() {
    Pod ending = pod("1", "True").edit().editMetadata().withDeletionTimestamp("now").and().build();

    assertThat(
            ReadyPodCounts.byRelease(
                List.of(
                    pod("10", "True"),
                    pod("2", "True"),
                    pod("2", "True"),
                    pod("3", "False"),
                    pod("3", "Unknown"),
                    ending)))
        .containsExactly(Map.entry(2L, 2), Map.entry(10L, 1));
  }

  @Test
  void podWhoseReleaseIsNotKnown_isNotCounted() {
    Pod bare = new PodBuilder().withNewMetadata().endMetadata().build();

    assertThat(
            ReadyPodCounts.byRelease(
                List.of(
                    bare,
                    pod("", "True"),
                    pod("0", "True"),
                    pod("-1", "True"),
                    pod("one", "True"),
                    pod("99999999999999999999", "True"))))
        .isEmpty();
  }

  private static Pod pod(String release, String ready) {
    return new PodBuilder()
        .withNewMetadata()
        .addToAnnotations("berth.io/release", release)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }
}
