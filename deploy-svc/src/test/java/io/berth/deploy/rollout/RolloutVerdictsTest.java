/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Progress;
import org.junit.jupiter.api.Test;

class RolloutVerdictsTest {

  @Test
  void summary_promisesNothingAboutPodsThatTerminate() {
    assertThat(RolloutVerdicts.summary(new Progress(0, 0, 0, 0, 0)))
        .isEqualTo("No replica is wanted; pods that still terminate have 30 seconds to end.");
    assertThat(RolloutVerdicts.summary(new Progress(3, 3, 3, 3, 0)))
        .isEqualTo("3 of 3 replicas are available.");
  }
}
