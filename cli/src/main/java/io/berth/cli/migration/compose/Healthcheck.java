/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import io.berth.events.InvalidEventException;
import io.berth.events.quantity.DurationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A health check as liveness and readiness probe: Compose has one for both. */
final class Healthcheck {

  private static final String BOTH = "The check is both the liveness and the readiness probe.";
  private static final String TARGET = "spec.probes";

  private Healthcheck() {}

  static void read(Source healthcheck, BerthFile file) {
    Source disable = healthcheck.field("disable");
    if (disable.isThere()) {
      disable.ignored("Berth requires probes.");
    }
    List<String> command = command(healthcheck.field("test"), file);
    if (command.isEmpty()) {
      return;
    }
    Map<String, Object> probe = new LinkedHashMap<>();
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("type", "exec");
    check.put("command", command);
    probe.put("check", check);
    time(healthcheck.field("start_period"), "initialDelay", "0s", probe);
    time(healthcheck.field("interval"), "period", "30s", probe);
    time(healthcheck.field("timeout"), "timeout", "30s", probe);
    Source retries = healthcheck.field("retries");
    Long count = retries.number();
    if (count != null) {
      probe.put("failureThreshold", count);
      retries.kept(TARGET + ".liveness.failureThreshold");
    }
    file.put("probes.liveness", probe);
    file.put("probes.readiness", probe);
    Source quick = healthcheck.field("start_interval");
    if (quick.isThere()) {
      quick.notTaken("A probe has one period.", "");
    }
  }

  private static List<String> command(Source test, BerthFile file) {
    List<String> words = new ArrayList<>();
    if (test.isText()) {
      String text = test.textOr("");
      String command =
          Interpolation.isPlain(text)
              ? text
              : Interpolation.of(test, text, TARGET + ".liveness.check.command", file);
      words.addAll(List.of("/bin/sh", "-c", command));
      test.changed(TARGET, BOTH, "");
      return words;
    }
    List<Source> items = test.items();
    String kind = items.isEmpty() ? "NONE" : items.getFirst().textOr("");
    if (kind.equals("NONE")) {
      return List.of();
    }
    if (kind.equals("CMD-SHELL")) {
      words.addAll(List.of("/bin/sh", "-c"));
    }
    for (Source item : items) {
      String word = item.textOr("");
      if (item == items.getFirst()) {
        item.changed(TARGET, BOTH, "");
      } else {
        words.add(Interpolation.of(item, word, TARGET + ".liveness.check.command", file));
      }
    }
    return words;
  }

  private static void time(
      Source source, String target, String standard, Map<String, Object> into) {
    String text = source.text();
    String time = text == null ? standard : seconds(text);
    if (!time.equals("0s")) {
      into.put(target, time);
    }
    if (text != null) {
      source.kept(TARGET + ".liveness." + target);
    }
  }

  /** Whole seconds, rounded up: Kubernetes takes no others. A text that is none stays. */
  static String seconds(String text) {
    try {
      Duration time = DurationFormat.parse(text);
      return time.plusNanos(999_999_999).toSeconds() + "s";
    } catch (InvalidEventException _) {
      return text;
    }
  }
}
