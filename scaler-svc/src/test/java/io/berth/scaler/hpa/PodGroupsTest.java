/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.metrics.PodSample;
import io.berth.scaler.hpa.PodGroups.MeasurementTime;
import io.berth.scaler.hpa.PodGroups.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods count: initialisation takes 2 minutes, readiness 10 seconds, as in the examples. */
class PodGroupsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
      no Ready condition                   | Running   | false | -120 | -     | -    | 0    | 60 | STARTED | unready
      no start time                        | Running   | false | -    | true  | -60  | 0    | 60 | STARTED | unready
      a whole window since ready           | Running   | false | -60  | true  | -30  | 0    | 30 | STARTED | ready
      not a whole window since ready       | Running   | false | -60  | true  | -30  | 0    | 60 | STARTED | unready
      not ready while starting             | Running   | false | -60  | false | -30  | 0    | 10 | STARTED | unready
      was ready, since 9:50                | Running   | false | -600 | false | -590 | 0    | 60 | STARTED | ready
      was ready, since 9:00                | Running   | false | -600 | false | -540 | 0    | 60 | STARTED | ready
      never was ready                      | Running   | false | -600 | false | -595 | 0    | 60 | STARTED | unready
      ready long ago, older figures        | Running   | false | -180 | true  | -180 | -120 | 60 | STARTED | ready
      no figures                           | Running   | false | -600 | true  | -540 | -    | 60 | STARTED | missing
      pending                              | Pending   | false | -600 | -     | -    | 0    | 60 | STARTED | unready
      deleting                             | Running   | true  | -600 | true  | -540 | 0    | 60 | STARTED | ignored
      failed                               | Failed    | false | -600 | true  | -540 | 0    | 60 | STARTED | ignored
      succeeded                            | Succeeded | false | -600 | true  | -540 | 0    | 60 | STARTED | ignored
      memory needs no conditions           | Running   | false | -    | -     | -    | 0    | 60 | ANY     | ready
      starting pod in a roll-out           | Running   | false | -60  | true  | -30  | 0    | 30 | SETTLED | unready
      settled pod in a roll-out            | Running   | false | -180 | true  | -170 | 0    | 30 | SETTLED | ready
      """)
  void group(
      String situation,
      String phase,
      boolean deleting,
      @Nullable Long started,
      @Nullable Boolean ready,
      @Nullable Long readySince,
      @Nullable Long measured,
      long window,
      Readiness readiness,
      String group) {
    PodSample pod =
        new PodSample(
            "cart-1",
            "1",
            "n1",
            phase,
            deleting,
            at(started),
            ready,
            at(readySince),
            at(measured),
            List.of());
    PodGroups groups =
        PodGroups.of(
            List.of(pod),
            measured == null ? Set.of() : Set.of("cart-1"),
            readiness,
            TestPods.RULES,
            new MeasurementTime(TestPods.NOW, Duration.ofSeconds(window)));
    assertThat(of(groups)).isEqualTo(group);
  }

  private static String of(PodGroups groups) {
    return (groups.ready().isEmpty() ? "" : "ready")
        + (groups.unready().isEmpty() ? "" : "unready")
        + (groups.missing().isEmpty() ? "" : "missing")
        + (groups.ignored().isEmpty() ? "" : "ignored");
  }

  private static @Nullable Instant at(@Nullable Long seconds) {
    return seconds == null ? null : TestPods.NOW.plusSeconds(seconds);
  }
}
