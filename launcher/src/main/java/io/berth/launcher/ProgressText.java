/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.EscapedText;
import io.berth.cli.terminal.StyledText;
import io.berth.cli.terminal.StyledText.Colour;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.launcher.supervision.ProcessEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats the launcher's output. Pure. */
final class ProgressText {

  private ProgressText() {}

  static StyledText of(ProcessEvent events) {
    return switch (events) {
      case ProcessEvent.Ready ready ->
          line(Colour.GREEN, "✓", ready.part(), "ready", ready.after());
      case ProcessEvent.Recovered again ->
          line(Colour.GREEN, "✓", again.part(), "healthy again", again.after());
      case ProcessEvent.Exited died ->
          line(Colour.YELLOW, "!", died.part(), died.how() + "; restarts in", died.restartIn());
      case ProcessEvent.Unhealthy ailing ->
          line(Colour.YELLOW, "!", ailing.part(), "not healthy: " + ailing.detail());
      case ProcessEvent.CrashLooping dying ->
          line(
                  Colour.RED,
                  "✗",
                  dying.part(),
                  "ended " + dying.times() + " times in a row; next start in",
                  dying.restartIn())
              .and(quoted(dying.lastLines()));
      case ProcessEvent.NotReady late ->
          line(Colour.RED, "✗", late.part(), "not healthy after", late.since())
              .and("\n    reason: " + EscapedText.line(late.detail()))
              .and(quoted(late.lastLines()));
    };
  }

  private static StyledText line(
      Colour colour, String sign, SuiteProcess part, String what, Duration time) {
    return line(colour, sign, part, what + " " + seconds(time));
  }

  private static StyledText line(Colour colour, String sign, SuiteProcess part, String what) {
    return StyledText.plain("  ")
        .and(StyledText.painted(colour, sign))
        .and(" %-18s %5d  %s".formatted(part.name(), part.port(), EscapedText.line(what)));
  }

  private static String quoted(List<String> lines) {
    return lines.stream()
        .map(line -> "\n    | " + EscapedText.line(line))
        .collect(Collectors.joining());
  }

  /** The status line with the processes that are not ready yet; empty when all are. */
  static String waitingFor(Collection<String> parts, Duration since) {
    return parts.isEmpty() ? "" : "  … " + seconds(since) + "  " + String.join(" ", parts);
  }

  /**
   * @param own the clusters that are not simulated; the demo cannot run with them
   */
  static StyledText ready(
      Duration after, int parts, String consoleUrl, String loginUrl, Collection<String> own) {
    String first =
        own.isEmpty()
            ? "./berth demo     then "
            : "./berth deploy -f FILE --cluster " + own.iterator().next() + " --wait, then ";
    String login =
        loginUrl.isEmpty() ? "" : "\n  Log in    " + EscapedText.line(loginUrl) + "  (works once)";
    return StyledText.plain("\n")
        .and(StyledText.painted(Colour.GREEN, "Berth is ready"))
        .and(
            " after "
                + seconds(after)
                + ": "
                + parts
                + " processes\n\n  Console   "
                + consoleUrl
                + login
                + "\n  Try       "
                + first
                + "./berth apps, ./berth status, ./berth --help"
                + "\n  Stop      Ctrl-C, or ./berth down");
  }

  static StyledText portsTaken(List<PortConflict> conflicts, int freeOffset) {
    return StyledText.painted(Colour.RED, "Berth cannot start: ")
        .and(
            conflicts.stream()
                    .map(conflict -> EscapedText.line(conflict.text()))
                    .collect(Collectors.joining("\n  ", "\n  ", ""))
                + "\nStop the process that holds the port, or move the whole suite to other ports:"
                + "\n  ./berth up --port-offset "
                + freeOffset);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
