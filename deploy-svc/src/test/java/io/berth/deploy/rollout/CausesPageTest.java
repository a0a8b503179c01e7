/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page for people and the patience of the service say the same. */
class CausesPageTest {

  private static final FailureGracePeriods GRACE_PERIODS = FailureGracePeriods.standard();

  /** Told by the gates between clusters and steps, not by pods. */
  private static final Set<Cause> AT_ONCE = EnumSet.of(Cause.WAVE_STOPPED, Cause.CRITICAL_ALERT);

  @ParameterizedTest
  @EnumSource
  void everyCause_isDocumented_withItsGracePeriod(Cause cause) throws Exception {
    assertThat(Files.readAllLines(Path.of("../docs/deploying.md")))
        .as("docs/deploying.md, \"Diagnoses\", lacks the row of %s, or its patience", cause)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("\\| `" + cause + "` \\| .+ \\| " + after(cause) + " \\|"));
  }

  private static String after(Cause cause) {
    if (AT_ONCE.contains(cause)) {
      return "at once";
    }
    if (!GRACE_PERIODS.canConclude(cause) || cause == Cause.NOT_PROMOTED) {
      return "at the deadline";
    }
    Duration patience = GRACE_PERIODS.forCause(cause);
    return patience.toSeconds() <= 60 ? patience.toSeconds() + " s" : patience.toMinutes() + " min";
  }
}
