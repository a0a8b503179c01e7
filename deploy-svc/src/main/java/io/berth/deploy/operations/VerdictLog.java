/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs each verdict in one line, whichever part of the service decided it. */
public final class VerdictLog {

  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);

  /** The rule of a rejection by the API server, whose reason is its message. */
  private static final String API_SERVER = "api-server";

  private VerdictLog() {}

  /**
   * Logs the operation if it is a verdict.
   *
   * @param published the operation as it is on the topic, without secrets
   */
  public static void log(Operation published) {
    line(published).ifPresent(line -> LOG.atLevel(line.level()).log(line.text()));
  }

  /** A line of the log. */
  record Line(Level level, String text) {}

  static Optional<Line> line(Operation published) {
    return switch (published) {
      case Rejected rejected ->
          Optional.of(line(rejected.ref(), Verdict.REJECTED, "", describe(rejected)));
      case Concluded concluded ->
          Optional.of(
              line(
                  concluded.ref(),
                  concluded.verdict(),
                  concluded.release() == null ? "" : " with release " + concluded.release(),
                  describe(concluded)));
      case Accepted _, Applied _, Progressing _, Drifted _ -> Optional.empty();
    };
  }

  private static Line line(OperationRef ref, Verdict verdict, String release, String why) {
    return new Line(
        level(verdict),
        "Command %s (%s) for %s in %s ended %s%s: %s"
            .formatted(
                ref.commandId(),
                ref.verb(),
                ref.app(),
                ref.cluster(),
                verdict,
                release,
                String.join(" ", why.lines().toList())));
  }

  /** A rejection changed nothing, and its sender has the reasons. */
  private static Level level(Verdict verdict) {
    return switch (verdict) {
      case SUCCEEDED, REJECTED, SUPERSEDED -> Level.INFO;
      case FAILED, TIMED_OUT, ROLLED_BACK, UNREACHABLE -> Level.WARN;
    };
  }

  private static String describe(Rejected rejected) {
    return rejected.violations().stream()
        .map(VerdictLog::describe)
        .collect(Collectors.joining(", ", "nothing was written, it violates ", ""));
  }

  /** Names fields without their values, which are the user's. */
  private static String describe(Violation violation) {
    if (violation.rule().equals(API_SERVER)) {
      return violation.rule() + ": " + violation.found();
    }
    return violation.rule() + (violation.field().isEmpty() ? "" : " (" + violation.field() + ")");
  }

  private static String describe(Concluded concluded) {
    return (concluded.diagnosis() == null ? "" : concluded.diagnosis().cause() + ": ")
        + concluded.summary()
        + (concluded.supersededBy() == null ? "" : " Newer command: " + concluded.supersededBy())
        + (concluded.rolledBackBy() == null ? "" : " Rollback: " + concluded.rolledBackBy());
  }
}
