/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import io.berth.events.document.Position;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Documents written as JSON and as YAML, block or flow, in every way to quote; and one flaw in one
 * of their values or names, with the place where it was put.
 */
final class DocumentWriter {

  /** A fault that replaces a value, and what a reader should report as found. */
  record InjectedFault(String json, String yaml, String found) {}

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private @Nullable InjectedFault flaw;
  private boolean second;
  private int flawAt;
  private int values;
  private @Nullable Position put;

  DocumentWriter(Random random) {
    this.random = random;
  }

  /** Writes the document with a fault in place of the value of this number; none if it is null. */
  String json(Object value, @Nullable InjectedFault instead, int at) {
    begin(instead, at, false);
    json(value);
    return out.toString();
  }

  /** As {@link #json(Object, InjectedFault, int)}, and the field whose value it is stands twice. */
  String jsonWithASecond(Object value, int at) {
    begin(null, at, true);
    json(value);
    return out.toString();
  }

  String yaml(Object value, @Nullable InjectedFault instead, int at) {
    begin(instead, at, false);
    yaml(value, 0);
    return out.append('\n').toString();
  }

  String yamlWithASecond(Object value, int at) {
    begin(null, at, true);
    yaml(value, 0);
    return out.append('\n').toString();
  }

  /** Where the flaw was put; null where the document has fewer values. */
  @Nullable Position put() {
    return put;
  }

  private void begin(@Nullable InjectedFault instead, int at, boolean twice) {
    out.setLength(0);
    flaw = instead;
    flawAt = at;
    second = twice;
    values = 0;
    put = null;
  }

  private boolean isHere() {
    return values++ == flawAt && put == null;
  }

  private void mark() {
    int line = (int) out.chars().filter(character -> character == '\n').count();
    String last = out.substring(out.lastIndexOf("\n") + 1);
    put = new Position(line + 1, last.codePointCount(0, last.length()) + 1);
  }

  private void json(Object value) {
    if (flaw != null && isHere()) {
      mark();
      out.append(flaw.json());
      return;
    }
    switch (value) {
      case Map<?, ?> object -> {
        out.append('{');
        fields(object, ":", this::json);
        out.append(random.nextBoolean() ? "\n}" : "}");
      }
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : ",\n");
          json(list.get(i));
        }
        out.append(']');
      }
      case String text -> doubleQuoted(text);
      default -> out.append(value);
    }
  }

  private void fields(Map<?, ?> object, String colon, java.util.function.Consumer<Object> writer) {
    String comma = "";
    for (Map.Entry<?, ?> field : object.entrySet()) {
      out.append(comma);
      doubleQuoted((String) field.getKey());
      out.append(colon);
      writer.accept(field.getValue());
      comma = random.nextBoolean() ? "," : ",\n ";
      if (second && isHere()) {
        out.append(comma);
        mark();
        doubleQuoted((String) field.getKey());
        out.append(colon).append("[7]");
      }
    }
  }

  private void doubleQuoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"', '\\' -> out.append('\\').append(character);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> i += character(text, i) - 1;
      }
    }
    out.append('"');
  }

  /** Writes a character, escaped or not; how many {@code char}s it has. */
  private int character(String text, int at) {
    int count = Character.charCount(text.codePointAt(at));
    boolean escaped = random.nextInt(5) == 0;
    for (int i = at; i < at + count; i++) {
      if (escaped) {
        out.append("\\u%04x".formatted((int) text.charAt(i)));
      } else {
        out.append(text.charAt(i));
      }
    }
    return count;
  }

  /** Behind a colon, a dash or nothing, without a line break yet. */
  private void yaml(Object value, int indent) {
    if (flaw != null && isHere()) {
      out.append(' ');
      mark();
      out.append(flaw.yaml());
      return;
    }
    boolean flow = random.nextInt(4) == 0;
    switch (value) {
      case Map<?, ?> object when !object.isEmpty() && !flow -> {
        for (Map.Entry<?, ?> field : object.entrySet()) {
          name((String) field.getKey(), indent);
          yaml(field.getValue(), indent + 2);
          if (second && isHere()) {
            out.append('\n').append(" ".repeat(indent));
            mark();
            scalar((String) field.getKey(), indent, false);
            out.append(": [7]");
          }
        }
      }
      case Map<?, ?> object -> {
        out.append(" {");
        fields(object, ": ", this::flow);
        out.append('}');
      }
      case List<?> list when !list.isEmpty() && !flow -> {
        for (Object item : list) {
          out.append('\n').append(" ".repeat(indent)).append('-');
          yaml(item, indent + 2);
        }
      }
      case List<?> list -> {
        out.append(' ');
        flow(list);
      }
      case String text -> {
        out.append(' ');
        scalar(text, indent, true);
      }
      default -> out.append(' ').append(value);
    }
  }

  private void flow(Object value) {
    if (flaw != null && isHere()) {
      mark();
      out.append(flaw.yaml());
      return;
    }
    switch (value) {
      case Map<?, ?> object -> {
        out.append('{');
        fields(object, ": ", this::flow);
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          flow(list.get(i));
        }
        out.append(']');
      }
      case String text -> doubleQuoted(text);
      default -> out.append(value);
    }
  }

  private void name(String name, int indent) {
    out.append('\n').append(" ".repeat(indent));
    scalar(name, indent, false);
    out.append(':');
  }

  private void scalar(String text, int indent, boolean block) {
    int way = random.nextInt(4);
    if (way == 0 && text.matches("[a-z]{3,}") && !text.equals("yes") && !text.equals("null")) {
      out.append(text);
    } else if (way == 1 && !text.contains("\n")) {
      out.append('\'').append(text.replace("'", "''")).append('\'');
    } else if (way == 2 && block && text.matches("[a-z]+(\n[a-z]+)*")) {
      out.append("|-\n")
          .append(("\n" + text).replace("\n", "\n" + " ".repeat(indent + 1)).substring(1));
    } else {
      doubleQuoted(text);
    }
  }
}
