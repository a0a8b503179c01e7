/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.operations.VerdictLog.Line;
import io.berth.events.AppRef;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

class VerdictLogTest {

  private static final OperationRef REF =
      new OperationRef("c-1", "deploy", new AppRef("shop", "cart"), "dc-a", "ann", Instant.EPOCH);

  @Test
  void success_isLoggedWithItsRelease() {
    assertThat(
            VerdictLog.line(
                concluded(Verdict.SUCCEEDED, 2L, null, "3 of 3 replicas are available.", null)))
        .contains(
            new Line(
                Level.INFO,
                "Command c-1 (deploy) for shop/cart in dc-a ended SUCCEEDED with release 2: "
                    + "3 of 3 replicas are available."));
  }

  @Test
  void failure_isAWarning_inOneLine_withItsCause() {
    Diagnosis diagnosis =
        new Diagnosis(Cause.IMAGE_NOT_FOUND, "Not there.\nAt all.", List.of(), List.of());
    assertThat(
            VerdictLog.line(
                concluded(Verdict.FAILED, 2L, diagnosis, diagnosis.explanation(), null)))
        .contains(
            new Line(
                Level.WARN,
                "Command c-1 (deploy) for shop/cart in dc-a ended FAILED with release 2: "
                    + "IMAGE_NOT_FOUND: Not there. At all."));
  }

  @Test
  void superseded_namesTheNewerCommand() {
    assertThat(
            VerdictLog.line(
                concluded(
                    Verdict.SUPERSEDED, null, null, "A newer command took its place.", "c-2")))
        .contains(
            new Line(
                Level.INFO,
                "Command c-1 (deploy) for shop/cart in dc-a ended SUPERSEDED: "
                    + "A newer command took its place. Newer command: c-2"));
  }

  @Test
  void rejection_namesRulesAndFields_withoutTheUsersValues() {
    Rejected rejected =
        new Rejected(
            REF,
            List.of(
                new Violation("min-replicas", 1, "spec.replicas", "1", "at least 3", "Ask for 3."),
                new Violation(
                    "env", 1, "spec.env.KEY", "what the user wrote", "other", "Change it.")));
    assertThat(VerdictLog.line(rejected))
        .contains(
            new Line(
                Level.INFO,
                "Command c-1 (deploy) for shop/cart in dc-a ended REJECTED: nothing was written, "
                    + "it violates min-replicas (spec.replicas), env (spec.env.KEY)"));
  }

  @Test
  void rejectionByTheApiServer_quotesItsMessage() {
    Rejected rejected =
        new Rejected(
            REF,
            List.of(new Violation("api-server", 1, "", "quota exceeded", "objects", "Read them.")));
    assertThat(VerdictLog.line(rejected).orElseThrow().text())
        .endsWith("it violates api-server: quota exceeded");
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void everyVerdict_isLogged_underTheSameKeys(Verdict verdict) {
    assertThat(VerdictLog.line(concluded(verdict, null, null, "Why.", null)).orElseThrow().text())
        .isEqualTo("Command c-1 (deploy) for shop/cart in dc-a ended " + verdict + ": Why.");
  }

  @Test
  void stepWithoutAVerdict_isNotLogged() {
    assertThat(VerdictLog.line(new Applied(REF, 1L, List.of()))).isEmpty();
  }

  private static Concluded concluded(
      Verdict verdict,
      @Nullable Long release,
      @Nullable Diagnosis diagnosis,
      String summary,
      @Nullable String supersededBy) {
    return new Concluded(REF, verdict, release, null, diagnosis, summary, supersededBy, null);
  }
}
