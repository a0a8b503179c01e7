/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import io.berth.cli.migration.mapping.ConversionOutcome;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.ReportEntry;
import io.berth.cli.terminal.EscapedText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of an import as its reader wants it: first what is to be done, then the rest. */
public final class ReportText {

  private static final int WIDTH = 100;

  private ReportText() {}

  /**
   * The report as text.
   *
   * @param all whether it tells of every field, also of those that were kept or mean nothing
   */
  public static String of(ImportResult result, boolean all) {
    StringBuilder text = new StringBuilder(summary(result));
    List<ConversionOutcome> told =
        all
            ? List.of(
                ConversionOutcome.TO_DO,
                ConversionOutcome.NOT_TAKEN,
                ConversionOutcome.CHANGED,
                ConversionOutcome.IGNORED,
                ConversionOutcome.KEPT)
            : List.of(
                ConversionOutcome.TO_DO, ConversionOutcome.NOT_TAKEN, ConversionOutcome.CHANGED);
    for (ConversionOutcome outcome : told) {
      text.append(section(outcome, result.report()));
    }
    return text.toString().stripTrailing();
  }

  private static String summary(ImportResult result) {
    Map<ConversionOutcome, Long> counts =
        result.report().stream()
            .collect(
                Collectors.groupingBy(
                    ReportEntry::outcome,
                    () -> new EnumMap<>(ConversionOutcome.class),
                    Collectors.counting()));
    String apps =
        result.applications().stream()
            .map(ImportedApplication::app)
            .collect(Collectors.joining(", "));
    String counted =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    int number = result.applications().size();
    return "%d %s%s\nFields and objects: %s.\n"
        .formatted(
            number,
            number == 1 ? "application" : "applications",
            number == 0 ? "." : ": " + EscapedText.line(apps),
            counted);
  }

  private static String section(ConversionOutcome outcome, List<ReportEntry> report) {
    Map<String, List<ReportEntry>> byObject = new LinkedHashMap<>();
    report.stream()
        .filter(entry -> entry.outcome() == outcome)
        .forEach(
            entry -> byObject.computeIfAbsent(entry.object(), _ -> new ArrayList<>()).add(entry));
    if (byObject.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n" + title(outcome) + "\n");
    byObject.forEach(
        (object, entries) -> {
          text.append("  ").append(EscapedText.line(object)).append('\n');
          rows(text, entries);
        });
    return text.toString();
  }

  private static String title(ConversionOutcome outcome) {
    return switch (outcome) {
      case TO_DO -> "TO DO before you deploy";
      case NOT_TAKEN -> "NOT TAKEN";
      case CHANGED -> "CHANGED";
      case IGNORED -> "IGNORED";
      case KEPT -> "KEPT";
    };
  }

  /** Fields of which the same is said stand together above it. */
  private static void rows(StringBuilder text, List<ReportEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      ReportEntry entry = entries.get(i);
      if (!entry.path().isEmpty() || !entry.target().isEmpty()) {
        text.append("    ").append(EscapedText.line(field(entry))).append('\n');
      }
      String words = (entry.reason() + " " + entry.advice()).strip();
      boolean isSaidBelow =
          i + 1 < entries.size()
              && words.equals(
                  (entries.get(i + 1).reason() + " " + entries.get(i + 1).advice()).strip());
      if (!words.isEmpty() && !isSaidBelow) {
        wrap(text, EscapedText.line(words));
      }
    }
  }

  private static String field(ReportEntry entry) {
    String place = entry.path().isEmpty() ? "" : entry.path() + ": " + entry.found();
    String target =
        entry.target().isEmpty()
                || entry.outcome() == ConversionOutcome.KEPT && entry.target().equals(entry.path())
            ? ""
            : entry.target();
    if (place.isEmpty()) {
      return target;
    }
    String line = entry.found().equals("nothing") ? "" : " (line " + entry.at().line() + ")";
    return place + line + (target.isEmpty() ? "" : " -> " + target);
  }

  private static void wrap(StringBuilder text, String words) {
    int column = 0;
    for (String word : words.split(" ", -1)) {
      if (column == 0 || column + word.length() + 1 > WIDTH) {
        text.append(column == 0 ? "" : "\n").append("     ");
        column = 5;
      }
      text.append(' ').append(word);
      column += word.length() + 1;
    }
    text.append('\n');
  }
}
