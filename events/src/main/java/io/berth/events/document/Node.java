/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A value of a document, JSON or YAML, as its author wrote it: nothing is converted yet, since only
 * the record that it is for knows what is wanted there.
 */
public sealed interface Node {

  /** Where it begins. */
  Position at();

  /** The same value as JSON, every number as it is written. */
  default String json() {
    StringBuilder json = new StringBuilder();
    writeTo(json);
    return json.toString();
  }

  /** What it is, in words, without its value: that may be a secret. */
  default String kind() {
    return switch (this) {
      case Text _ -> "text";
      case Numeric _ -> "a number";
      case Bool(boolean value, Position _) -> Boolean.toString(value);
      case Null _ -> "null";
      case Ambiguous(String _, var taken, Position _) ->
          "a plain value that some readers of YAML take for " + taken;
      case Items _ -> "a list";
      case Fields _ -> "an object";
    };
  }

  /** The same value in another place, as an alias stands for it. */
  default Node movedTo(Position place) {
    return switch (this) {
      case Text(String value, Position _) -> new Text(value, place);
      case Numeric(String literal, Position _) -> new Numeric(literal, place);
      case Bool(boolean value, Position _) -> new Bool(value, place);
      case Null _ -> new Null(place);
      case Ambiguous(String literal, var taken, Position _) -> new Ambiguous(literal, taken, place);
      case Items(List<Node> items, Position _) -> new Items(items, place);
      case Fields(var fields, Position _) -> new Fields(fields, place);
    };
  }

  /** Appends the same value as JSON. */
  void writeTo(StringBuilder json);

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /** Text: in quotes, or plain in YAML where no reader takes it for anything else. */
  record Text(String value, Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      quote(value, json);
    }
  }

  /**
   * A number.
   *
   * @param literal as it is written, by the grammar of JSON
   */
  record Numeric(String literal, Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      json.append(literal);
    }
  }

  /** True or false. */
  record Bool(boolean value, Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      json.append(value);
    }
  }

  /** Nothing: {@code null}, or in YAML an empty value. */
  record Null(Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      json.append("null");
    }
  }

  /**
   * A plain value of YAML that its readers disagree about, such as {@code yes}, {@code 0o17} or
   * {@code 2024-01-01}.
   *
   * @param literal as it is written
   * @param takenFor what some of them take it for
   */
  record Ambiguous(String literal, Meaning takenFor, Position at) implements Node {

    /** What a reader of YAML may take a plain value for. */
    public enum Meaning {
      BOOLEAN("true or false"),
      NUMBER("a number"),
      DATE("a date");

      private final String words;

      Meaning(String words) {
        this.words = words;
      }

      @Override
      public String toString() {
        return words;
      }
    }

    @Override
    public void writeTo(StringBuilder json) {
      quote(literal, json);
    }
  }

  /** A list. */
  record Items(List<Node> items, Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      json.append('[');
      for (int i = 0; i < items.size(); i++) {
        json.append(i == 0 ? "" : ",");
        items.get(i).writeTo(json);
      }
      json.append(']');
    }
  }

  /**
   * One field of an object.
   *
   * @param at where its name begins; null where no document has it
   */
  record Field(@Nullable Position at, Node value) {}

  /** An object: its fields by name, in the order of the document. */
  record Fields(Map<String, Field> fields, Position at) implements Node {
    @Override
    public void writeTo(StringBuilder json) {
      json.append('{');
      String comma = "";
      for (Map.Entry<String, Field> field : fields.entrySet()) {
        json.append(comma);
        quote(field.getKey(), json);
        json.append(':');
        field.getValue().value().writeTo(json);
        comma = ",";
      }
      json.append('}');
    }

    /** The value of a field, if there is one. */
    public @Nullable Node get(String name) {
      Field field = fields.get(name);
      return field == null ? null : field.value();
    }

    /** The same object without some of its fields. */
    public Fields without(Set<String> names) {
      Map<String, Field> fewer = new LinkedHashMap<>(fields);
      fewer.keySet().removeAll(names);
      return new Fields(fewer, at);
    }

    /** The same object with this field, in the place of one that has the name. */
    public Fields with(String name, Node value) {
      Map<String, Field> more = new LinkedHashMap<>(fields);
      Field before = fields.get(name);
      more.put(name, new Field(before == null ? null : before.at(), value));
      return new Fields(more, at);
    }

    /** As {@link #with(String, Node)}, with a text. */
    public Fields with(String name, String value) {
      return with(name, new Text(value, at));
    }
  }

  /**
   * The place of what a path such as {@code spec.env.PORT} names, or of the innermost value around
   * it that is there. Names may themselves hold dots.
   */
  default Position find(String path) {
    if (path.isEmpty()) {
      return at();
    }
    return switch (this) {
      case Fields object ->
          object.fields().entrySet().stream()
              .filter(field -> leads(path, field.getKey()))
              .max(Comparator.comparingInt(field -> field.getKey().length()))
              .map(field -> inside(field.getValue(), path.substring(field.getKey().length())))
              .orElse(at());
      case Items list -> {
        int end = path.indexOf(']');
        int index = path.startsWith("[") && end > 0 ? index(path.substring(1, end)) : -1;
        yield index >= 0 && index < list.items().size()
            ? list.items().get(index).find(withoutDot(path.substring(end + 1)))
            : at();
      }
      case Text _, Numeric _, Bool _, Null _, Ambiguous _ -> at();
    };
  }

  private static Position inside(Field field, String rest) {
    return field.value().find(withoutDot(rest));
  }

  private static boolean leads(String path, String name) {
    return path.startsWith(name)
        && (path.length() == name.length() || ".[".indexOf(path.charAt(name.length())) >= 0);
  }

  private static String withoutDot(String rest) {
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  private static int index(String digits) {
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
  }
}
