/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the launcher says. Pure.
 *
 * @param colours whether the reader is a terminal
 */
record ProgressText(boolean colours) {

  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String YELLOW = "33";

  String of(PartNews news) {
    return switch (news) {
      case PartNews.Ready ready -> line(GREEN, "✓", ready.part(), "ready", ready.after());
      case PartNews.Recovered again ->
          line(GREEN, "✓", again.part(), "healthy again", again.after());
      case PartNews.Died died ->
          line(YELLOW, "!", died.part(), died.how() + "; starts again in", died.restartIn());
      case PartNews.Ailing ailing ->
          line(YELLOW, "!", ailing.part(), "not healthy: " + ailing.detail());
      case PartNews.KeepsDying dying ->
          line(
                  RED,
                  "✗",
                  dying.part(),
                  "ended " + dying.times() + " times in a row; next try in",
                  dying.restartIn())
              + quoted(dying.lastLines());
      case PartNews.NotReady late ->
          line(RED, "✗", late.part(), "not healthy after", late.since())
              + "\n    it says: "
              + late.detail()
              + quoted(late.lastLines());
    };
  }

  private String line(String colour, String sign, Part part, String what, Duration time) {
    return line(colour, sign, part, what + " " + seconds(time));
  }

  private String line(String colour, String sign, Part part, String what) {
    return "  %s %-18s %5d  %s".formatted(painted(colour, sign), part.name(), part.port(), what);
  }

  private static String quoted(List<String> lines) {
    return lines.stream().map(line -> "\n    | " + line).collect(Collectors.joining());
  }

  /** The line below all others that tells what is still awaited; empty when nothing is. */
  String waitingFor(Collection<String> parts, Duration since) {
    return parts.isEmpty() ? "" : "  … " + seconds(since) + "  " + String.join(" ", parts);
  }

  String ready(Duration after, int parts, String consoleUrl, String loginUrl) {
    String login = loginUrl.isEmpty() ? "" : "\n  Log in    " + loginUrl + "  (works once)";
    return "\n"
        + painted(GREEN, "Berth is ready")
        + " after "
        + seconds(after)
        + ": "
        + parts
        + " processes\n\n  Console   "
        + consoleUrl
        + login
        + "\n  Try       ./berth demo     then ./berth apps, ./berth status, ./berth --help"
        + "\n  Stop      Ctrl-C, or ./berth down";
  }

  String portsTaken(List<PortConflict> conflicts, int freeOffset) {
    return painted(RED, "Berth cannot start: ")
        + conflicts.stream().map(PortConflict::text).collect(Collectors.joining("\n  ", "\n  ", ""))
        + "\nEnd what holds the port, or move the whole suite to other ports:"
        + "\n  ./berth up --port-offset "
        + freeOffset;
  }

  private String painted(String colour, String text) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
