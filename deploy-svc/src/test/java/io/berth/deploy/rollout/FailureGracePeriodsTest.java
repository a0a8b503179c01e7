/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis.Cause;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureGracePeriodsTest {

  @ParameterizedTest
  @CsvSource({"ADMISSION_NOT_READY, 60", "ADMISSION_REFUSED, 5", "QUOTA_EXCEEDED, 60"})
  void rejectionThatHealsByItself_hasMoreTimeThanARule(Cause cause, int seconds) {
    FailureGracePeriods standard = FailureGracePeriods.standard();

    assertThat(standard.forCause(cause)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(standard.canConclude(cause)).isTrue();
  }
}
