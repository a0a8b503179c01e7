/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the source that is being read. Whoever reads it says what became of it; what nobody
 * speaks of is reported as not taken.
 */
public final class Source {

  private final SourceObject object;
  private final Report report;
  private final String path;
  private final @Nullable Node node;

  private Source(SourceObject object, Report report, String path, @Nullable Node node) {
    this.object = object;
    this.report = report;
    this.path = path;
    this.node = node;
  }

  public static Source of(SourceObject object, Report report) {
    return new Source(object, report, "", object.root());
  }

  public SourceObject object() {
    return object;
  }

  public Report report() {
    return report;
  }

  public String path() {
    return path;
  }

  /** Whether there is a value; null is none. */
  public boolean isThere() {
    return node != null && !(node instanceof Node.Null);
  }

  /** Whether it says nothing: no value, or one without content. */
  public boolean isEmpty() {
    return !isThere() || Report.isEmpty(node);
  }

  public boolean isObject() {
    return node instanceof Node.Fields;
  }

  public boolean isList() {
    return node instanceof Node.Items;
  }

  public boolean isText() {
    return node instanceof Node.Text;
  }

  /** A field, there or not; a value that is no object is a fault. */
  public Source field(String name) {
    Node child = fields().get(name);
    return new Source(object, report, Report.path(path, name), child);
  }

  /** The field below several others. */
  public Source at(String... names) {
    Source found = this;
    for (String name : names) {
      found = found.field(name);
    }
    return found;
  }

  /** The fields of an object, in order. */
  public Map<String, Source> entries() {
    Map<String, Source> entries = new LinkedHashMap<>();
    fields()
        .forEach(
            (name, child) ->
                entries.put(name, new Source(object, report, Report.path(path, name), child)));
    return entries;
  }

  /** The items of a list. */
  public List<Source> items() {
    List<Source> items = new ArrayList<>();
    if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        items.add(new Source(object, report, path + "[" + i + "]", list.items().get(i)));
      }
    } else if (isThere()) {
      fault("a list");
    }
    return items;
  }

  private Map<String, Node> fields() {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (node instanceof Node.Fields given) {
      given.fields().forEach((name, field) -> fields.put(name, field.value()));
    } else if (isThere()) {
      fault("an object");
    }
    return fields;
  }

  /** Text; null where there is none. */
  public @Nullable String text() {
    if (node instanceof Node.Text(String value, Position _)) {
      return value;
    }
    if (isThere()) {
      boolean quotable = !(node instanceof Node.Items || node instanceof Node.Fields);
      fault("text" + (quotable ? "; put it into double quotes" : ""));
    }
    return null;
  }

  /** Text, or what stands for none. */
  public String textOr(String none) {
    String text = text();
    return text == null ? none : text;
  }

  /** Text or a number, as it is written; null where there is neither. */
  public @Nullable String scalar() {
    return node instanceof Node.Numeric(String literal, Position _) ? literal : text();
  }

  /** Any single value as it is written, also one that readers of YAML disagree about. */
  public @Nullable String literal() {
    return switch (node) {
      case Node.Ambiguous(String literal, var _, Position _) -> literal;
      case Node.Bool(boolean value, Position _) -> Boolean.toString(value);
      case null, default -> scalar();
    };
  }

  /** A whole number; null where there is none. */
  public @Nullable Long number() {
    if (node instanceof Node.Numeric(String literal, Position _)
        && literal.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(literal);
    }
    if (isThere()) {
      fault("a whole number" + (isText() ? ", without quotes" : ""));
    }
    return null;
  }

  /** True or false; null where there is neither. */
  public @Nullable Boolean bool() {
    if (node instanceof Node.Bool(boolean value, Position _)) {
      return value;
    }
    if (isThere()) {
      fault("true or false" + (isText() ? ", without quotes" : ""));
    }
    return null;
  }

  /** The texts of a list; each says the same in the Berth file. */
  public List<String> keptTexts(String target) {
    List<String> texts = new ArrayList<>();
    for (Source item : items()) {
      String text = item.text();
      if (text != null) {
        texts.add(text);
        item.kept(target);
      }
    }
    return texts;
  }

  public void fault(String wanted) {
    Node found = node == null ? object.root() : node;
    report.fault(object, path, found, wanted);
  }

  public void kept(String target) {
    add(ConversionOutcome.KEPT, target, "", "");
  }

  public void changed(String target, String reason, String advice) {
    add(ConversionOutcome.CHANGED, target, reason, advice);
  }

  public void ignored(String reason) {
    add(ConversionOutcome.IGNORED, "", reason, "");
  }

  public void notTaken(String reason, String advice) {
    add(ConversionOutcome.NOT_TAKEN, "", reason, advice);
  }

  public void toDo(String target, String reason, String advice) {
    add(ConversionOutcome.TO_DO, target, reason, advice);
  }

  private void add(ConversionOutcome outcome, String target, String reason, String advice) {
    Node found = node == null ? object.root() : node;
    report.add(object, path, found, node != null, outcome, target, reason, advice);
  }
}
