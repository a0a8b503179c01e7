/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import io.berth.cli.terminal.EscapedText;
import io.berth.events.document.Characters;
import io.berth.events.document.Node;
import io.berth.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes YAML that the strict reader reads as exactly the same values. */
public final class YamlText {

  private static final int WIDEST_FLOW = 90;
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./][-A-Za-z0-9_./@+=:]*");

  private YamlText() {}

  public static String of(Map<String, Object> document) {
    StringBuilder text = new StringBuilder();
    fields(text, document, 0);
    return text.toString();
  }

  private static void fields(StringBuilder text, Map<?, ?> map, int indent) {
    map.forEach(
        (name, value) -> {
          text.append(" ".repeat(indent)).append(scalar(String.valueOf(name))).append(':');
          value(text, value, indent + 2);
        });
  }

  private static void value(StringBuilder text, Object value, int indent) {
    String flow = flow(value);
    if (!flow.isEmpty() && flow.length() + indent <= WIDEST_FLOW) {
      text.append(' ').append(flow).append('\n');
    } else if (value instanceof Map<?, ?> map) {
      text.append('\n');
      fields(text, map, indent);
    } else if (value instanceof List<?> list) {
      text.append('\n');
      list.forEach(item -> item(text, item, indent));
    } else if (isBlock(value)) {
      block(text, (String) value, indent);
    } else {
      text.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void item(StringBuilder text, Object item, int indent) {
    text.append(" ".repeat(indent)).append('-');
    String flow = flow(item);
    if (!flow.isEmpty() && flow.length() + indent <= WIDEST_FLOW) {
      text.append(' ').append(flow).append('\n');
    } else if (item instanceof Map<?, ?> map) {
      StringBuilder inner = new StringBuilder();
      fields(inner, map, indent + 2);
      text.append(' ').append(inner.toString().stripLeading());
    } else {
      value(text, item, indent + 2);
    }
  }

  /** In one line; empty where that would not be readable. */
  private static String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.isEmpty() -> "{}";
      case List<?> list when list.isEmpty() -> "[]";
      case Map<?, ?> map when depth(map) <= 2 && !holdsBlock(map) -> {
        StringBuilder flow = new StringBuilder("{");
        map.forEach(
            (name, inner) ->
                flow.append(flow.length() == 1 ? "" : ", ")
                    .append(scalar(String.valueOf(name)))
                    .append(": ")
                    .append(inFlow(inner)));
        yield flow.append('}').toString();
      }
      case List<?> list when depth(list) <= 2 && !holdsBlock(list) -> {
        StringBuilder flow = new StringBuilder("[");
        list.forEach(inner -> flow.append(flow.length() == 1 ? "" : ", ").append(inFlow(inner)));
        yield flow.append(']').toString();
      }
      case String text when isBlock(text) -> "";
      case Map<?, ?> _ -> "";
      case List<?> _ -> "";
      default -> scalar(value);
    };
  }

  private static String inFlow(Object value) {
    return value instanceof Map || value instanceof List ? flow(value) : scalar(value);
  }

  private static int depth(Object value) {
    return switch (value) {
      case Map<?, ?> map -> 1 + map.values().stream().mapToInt(YamlText::depth).max().orElse(0);
      case List<?> list -> 1 + list.stream().mapToInt(YamlText::depth).max().orElse(0);
      default -> 0;
    };
  }

  private static boolean holdsBlock(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values().stream().anyMatch(YamlText::holdsBlock);
      case List<?> list -> list.stream().anyMatch(YamlText::holdsBlock);
      default -> isBlock(value);
    };
  }

  /** Whether a text is better read in lines, and comes out as it went in. */
  private static boolean isBlock(Object value) {
    return value instanceof String text
        && text.contains("\n")
        && !text.isBlank()
        && text.indexOf('\r') < 0
        && !text.startsWith("\n")
        && text.lines().noneMatch(line -> isHidden(line.replace('\t', ' ')))
        && text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
  }

  private static void block(StringBuilder text, String value, int indent) {
    text.append(" |").append(value.startsWith(" ") || value.startsWith("\t") ? "2" : "");
    if (!value.endsWith("\n")) {
      text.append('-');
    } else if (value.endsWith("\n\n")) {
      text.append('+');
    }
    text.append('\n');
    value
        .lines()
        .forEach(line -> text.append(line.isEmpty() ? "" : " ".repeat(indent) + line).append('\n'));
  }

  static String scalar(Object value) {
    return value instanceof String text ? (isPlain(text) ? text : quoted(text)) : value.toString();
  }

  private static boolean isPlain(String text) {
    if (text.length() > 200 || text.endsWith(":") || !SAFE.matcher(text).matches()) {
      return false;
    }
    byte[] line = ("a: " + text).getBytes(StandardCharsets.UTF_8);
    return YamlReader.read(line).root() instanceof Node.Fields fields
        && fields.get("a") instanceof Node.Text found
        && found.value().equals(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              if (point == '"' || point == '\\') {
                quoted.append('\\').append(character);
              } else if (isHidden(character)) {
                quoted.append(escape(point));
              } else {
                quoted.append(character);
              }
            });
    return quoted.append('"').toString();
  }

  /** Whether a terminal or the reader would show it as something else. */
  private static boolean isHidden(String text) {
    return !EscapedText.line(text).equals(text) || Characters.inLine(text) != null;
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> (point > 0xffff ? "\\U%08x" : "\\u%04x").formatted(point);
    };
  }
}
