/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import io.berth.events.InvalidField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document together from what its reader finds, whatever its language, and holds to the
 * rules of both: each name once, texts of characters that may be shown, a bound for depth and size.
 * Not for use by several threads.
 */
public final class DocumentBuilder {

  /** The most levels of objects and lists. */
  public static final int MOST_LEVELS = 64;

  /** The most bytes of a document, and the most characters once its aliases are resolved. */
  public static final int MOST_BYTES = 4 << 20;

  /** The most digits of a number. */
  public static final int MOST_DIGITS = 100;

  /** More faults are not told: whoever corrects so many reads the rest then. */
  private static final int MOST_FAULTS = 1000;

  /** What a value weighs beside its text. */
  private static final long NODE = 16;

  /** Reading cannot go on; why is among the faults. */
  public static final class ReadingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ReadingStoppedException() {
      super(null, null, false, false);
    }
  }

  /** An object or a list whose end is not yet read. */
  private static final class OpenContainer {
    private final Position at;
    private final @Nullable Map<String, Node.Field> fields;
    private final List<Node> items = new ArrayList<>();
    private @Nullable String name;
    private @Nullable Position nameAt;
    private boolean dropped;

    private OpenContainer(Position at, boolean object) {
      this.at = at;
      this.fields = object ? new LinkedHashMap<>() : null;
    }
  }

  private final DocumentSource source;
  private final Author author;
  private final List<InvalidField> faults = new ArrayList<>();
  private final Deque<OpenContainer> open = new ArrayDeque<>();
  private @Nullable Node root;
  private int spots;
  private long size;

  public DocumentBuilder(DocumentSource source, Author author) {
    this.source = source;
    this.author = author;
  }

  /** Whether what comes next is a field's name. */
  public boolean wantsName() {
    OpenContainer inner = open.peek();
    return inner != null && inner.fields != null && inner.name == null;
  }

  public void beginObject(int offset) {
    begin(offset, true);
  }

  public void beginList(int offset) {
    begin(offset, false);
  }

  private void begin(int offset, boolean object) {
    if (open.size() == MOST_LEVELS) {
      throw stop(
          offset,
          "more than " + MOST_LEVELS + " levels of objects and lists",
          "at most " + MOST_LEVELS);
    }
    open.push(new OpenContainer(source.position(offset), object));
  }

  /** Ends the innermost object or list. */
  public Node end() {
    OpenContainer inner = open.pop();
    Node node =
        inner.fields == null
            ? new Node.Items(List.copyOf(inner.items), inner.at)
            : new Node.Fields(java.util.Collections.unmodifiableMap(inner.fields), inner.at);
    return add(node, NODE);
  }

  /**
   * The name of the field whose value comes next.
   *
   * @param from where it begins
   * @param to where it ends
   */
  public void name(Node name, int from, int to) {
    String text = name instanceof Node.Text(String value, Position _) ? value : nameOf(name, from);
    OpenContainer inner = open.element();
    inner.name = text;
    inner.nameAt = source.position(from);
    check(text, true, from, to);
    Node.Field before = inner.fields == null ? null : inner.fields.get(text);
    if (before != null) {
      inner.dropped = true;
      fault(
          from,
          "a second '" + text + "'; the first is in " + before.at(),
          "each field once: keep one of the two");
    }
  }

  /** The name of a field whose value cannot be read, for the fault's path. */
  void nameOfFault(String name) {
    open.element().name = name;
  }

  private String nameOf(Node name, int from) {
    String literal =
        switch (name) {
          case Node.Ambiguous(String plain, var _, Position _) -> plain;
          case Node.Numeric(String plain, Position _) -> plain;
          case Node.Bool(boolean value, Position _) -> Boolean.toString(value);
          default -> "";
        };
    fault(from, name.kind() + " as a name", "text as a name; write it in quotes");
    return literal;
  }

  /** A field that has a fault of its own and is left out. */
  public void dropName(String name, int offset, String found, String wanted) {
    OpenContainer inner = open.element();
    inner.name = name;
    inner.nameAt = source.position(offset);
    inner.dropped = true;
    fault(offset, found, wanted);
  }

  /** A text, between two places of the source. */
  public Node text(String value, int from, int to) {
    check(value, false, from, to);
    return add(new Node.Text(value, source.position(from)), NODE + value.length());
  }

  /** A number by the grammar of JSON. */
  public Node number(String literal, int from) {
    Position at = source.position(from);
    if (literal.length() > MOST_DIGITS) {
      fault(from, "a number of " + literal.length() + " characters", "at most " + MOST_DIGITS);
      return add(new Node.Numeric("0", at), NODE);
    }
    double value = Double.parseDouble(literal);
    boolean vanishes = value == 0 && literal.split("[eE]", 2)[0].matches(".*[1-9].*");
    if (Double.isInfinite(value) || vanishes) {
      fault(from, literal, "a number that a computer can count with, at most 1.7e308");
      return add(new Node.Numeric("0", at), NODE);
    }
    return add(new Node.Numeric(literal, at), NODE);
  }

  /** Any other single value. */
  public Node value(Node node, int from, int to) {
    spots(from, to);
    return add(node, NODE);
  }

  /** A value that was read before and stands here again. */
  public Node again(Node node, long nodeSize, int from) {
    Node here = node.movedTo(source.position(from));
    if (size + nodeSize > MOST_BYTES) {
      throw stop(
          from,
          "aliases that make the document larger than " + MOST_BYTES + " characters",
          "the values written out, or fewer aliases");
    }
    return add(here, nodeSize);
  }

  /** Whether a whole value was read. */
  public boolean isComplete() {
    return root != null && open.isEmpty();
  }

  /** How much was read so far, in characters, with what stands again counted each time. */
  public long size() {
    return size;
  }

  private Node add(Node node, long more) {
    size += more;
    OpenContainer inner = open.peek();
    if (inner == null) {
      root = node;
    } else if (inner.fields == null) {
      inner.items.add(node);
    } else {
      if (!inner.dropped) {
        inner.fields.put(
            java.util.Objects.requireNonNull(inner.name), new Node.Field(inner.nameAt, node));
      }
      inner.name = null;
      inner.dropped = false;
    }
    return node;
  }

  private void check(String text, boolean name, int from, int to) {
    if (spots(from, to)) {
      return; // told already, and as it was written
    }
    Characters.InvalidCharacter flaw =
        author == Author.PROGRAM
            ? Characters.inUnicode(text)
            : name ? Characters.inLine(text) : Characters.inText(text);
    if (flaw != null) {
      fault(from, flaw.found(), flaw.wanted());
    }
  }

  /** Tells what no document may hold, up to a place of the source; whether any of it is inside. */
  private boolean spots(int from, int to) {
    boolean inside = false;
    List<DocumentSource.InvalidText> all = source.spots();
    for (; spots < all.size() && all.get(spots).offset() < to; spots++) {
      DocumentSource.InvalidText spot = all.get(spots);
      boolean here = spot.offset() >= from;
      add(new InvalidField(here ? path() : "", spot.found(), spot.wanted()), spot.offset());
      inside |= here;
    }
    return inside;
  }

  /** Something is wrong here, and reading goes on. */
  public void fault(int offset, String found, String wanted) {
    add(new InvalidField(path(), found, wanted), offset);
  }

  /** Something is wrong here, and reading cannot go on: to be thrown. */
  public ReadingStoppedException stop(int offset, String found, String wanted) {
    boolean told = source.spots().stream().anyMatch(spot -> spot.offset() == offset);
    if (!told) {
      fault(offset, found, wanted);
    }
    root = null;
    open.clear();
    return new ReadingStoppedException();
  }

  private void add(InvalidField fault, int offset) {
    if (faults.size() < MOST_FAULTS) {
      Position at = source.position(offset);
      faults.add(fault.at(at.line(), at.column()));
    }
  }

  /** The field that is being read, such as {@code spec.ports[0].name}. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (OpenContainer each : (Iterable<OpenContainer>) open.reversed()::iterator) {
      if (each.fields == null) {
        path.append('[').append(each.items.size()).append(']');
      } else if (each.name != null) {
        path.append(path.isEmpty() ? "" : ".").append(each.name);
      }
    }
    return path.toString();
  }

  /** The document; whole only where reading was not stopped. */
  public Document build() {
    spots(Integer.MAX_VALUE, Integer.MAX_VALUE);
    return new Document(open.isEmpty() ? root : null, faults);
  }
}
