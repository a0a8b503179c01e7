/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What becomes of the fields of an object, a line for each field. Of several lines for one field
 * the first that fits holds. Fields without a line are left to whoever calls.
 */
public final class FieldTable {

  private static final String NOT_OFFERED = "Berth has no such field.";

  /** Whether the rule dealt with the value. */
  private interface Rule {
    boolean take(Source value, BerthFile into);
  }

  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();

  /** The field means the same under another name; its value is text. */
  public FieldTable text(String from, String to) {
    return rule(from, (value, into) -> kept(value, value.text(), to, into));
  }

  public FieldTable number(String from, String to) {
    return rule(from, (value, into) -> kept(value, value.number(), to, into));
  }

  public FieldTable bool(String from, String to) {
    return rule(from, (value, into) -> kept(value, value.bool(), to, into));
  }

  public FieldTable texts(String from, String to) {
    return rule(
        from,
        (value, into) -> {
          List<String> texts = value.keptTexts(into.field(to));
          if (!texts.isEmpty()) {
            into.put(to, texts);
          }
          return true;
        });
  }

  /** Seconds become a duration, if there are at least so many. */
  public FieldTable seconds(String from, String to, long least) {
    return rule(
        from,
        (value, into) -> {
          Long seconds = value.number();
          if (seconds != null && seconds < least) {
            value.notTaken("Berth has at least " + least + "s here.", "Choose such a time.");
            return true;
          }
          return kept(value, seconds == null ? null : seconds + "s", to, into);
        });
  }

  /** The values that Berth has; others are left to the next line. */
  public FieldTable oneOf(String from, String to, String... values) {
    return rule(
        from,
        (value, into) -> {
          String text = value.text();
          return text != null && Set.of(values).contains(text) && kept(value, text, to, into);
        });
  }

  /** What Kubernetes does anyway; another value is left to the next line. */
  public FieldTable standard(String from, Object... values) {
    return rule(
        from,
        (value, _) -> {
          boolean isStandard = false;
          for (Object standard : values) {
            isStandard |= standard.toString().equals(value.isObject() ? "" : literal(value));
          }
          if (isStandard) {
            value.ignored("It is the default.");
          }
          return isStandard;
        });
  }

  private static String literal(Source value) {
    if (value.isList()) {
      return "";
    }
    String literal = value.literal();
    return literal == null ? "" : literal;
  }

  public FieldTable ignored(String reason, String... names) {
    for (String name : names) {
      rule(
          name,
          (value, _) -> {
            value.ignored(reason);
            return true;
          });
    }
    return this;
  }

  public FieldTable notTaken(String from, String reason, String advice) {
    return rule(
        from,
        (value, _) -> {
          value.notTaken(reason, advice);
          return true;
        });
  }

  /** Fields that Berth does not have, and nothing replaces. */
  public FieldTable notOffered(String... names) {
    for (String name : names) {
      notTaken(name, NOT_OFFERED, "");
    }
    return this;
  }

  /** Whatever else is to become of it. */
  public FieldTable with(String from, BiConsumer<Source, BerthFile> reader) {
    return rule(
        from,
        (value, into) -> {
          reader.accept(value, into);
          return true;
        });
  }

  private FieldTable rule(String from, Rule rule) {
    rules.computeIfAbsent(from, _ -> new ArrayList<>()).add(rule);
    return this;
  }

  private static boolean kept(
      Source source, @org.jspecify.annotations.Nullable Object value, String to, BerthFile into) {
    if (value != null) {
      source.kept(into.field(to));
      into.put(to, value);
    }
    return true;
  }

  /** Reads the fields that have lines and a value. */
  public void read(Source object, BerthFile into) {
    rules.keySet().forEach(name -> readOne(name, object, into));
  }

  public void readOne(String name, Source object, BerthFile into) {
    Source value = object.field(name);
    if (!value.isEmpty()) {
      for (Rule rule : rules.getOrDefault(name, List.of())) {
        if (rule.take(value, into)) {
          return;
        }
      }
    }
  }
}
