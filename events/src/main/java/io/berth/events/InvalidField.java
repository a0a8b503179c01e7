/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.document.Characters;
import org.jspecify.annotations.Nullable;

/**
 * One fault of an input: which field, what was found there, what is wanted, and in which line where
 * it was a document.
 *
 * @param field dotted path, such as {@code spec.replicas}; empty for the whole input
 * @param found the value found, shortened, with escapes for what cannot be shown; never a secret
 * @param wanted what would have been accepted, in words
 * @param line of the document, from 1; null where it was none
 * @param column in that line, in characters, from 1; null where there is no line
 */
public record InvalidField(
    String field, String found, String wanted, @Nullable Integer line, @Nullable Integer column) {

  private static final int LONGEST_FIELD = 500;
  private static final int LONGEST_FOUND = 200;

  public InvalidField {
    field = Characters.visible(Characters.cut(field, LONGEST_FIELD));
    if (found.length() > LONGEST_FOUND) {
      found = Characters.cut(found, LONGEST_FOUND) + "… (" + found.length() + " characters)";
    }
    found = Characters.visible(found);
  }

  /** A fault of something that is no document, or whose place is not known yet. */
  public InvalidField(String field, String found, String wanted) {
    this(field, found, wanted, null, null);
  }

  /** The same fault at this place of the document; it stays where it has one already. */
  public InvalidField at(int newLine, int newColumn) {
    return line == null ? new InvalidField(field, found, wanted, newLine, newColumn) : this;
  }

  /** The same fault under another path. */
  public InvalidField as(String path) {
    return new InvalidField(path, found, wanted, line, column);
  }

  /** The same fault, seen from the record around it. */
  public InvalidField within(String outer) {
    boolean joined = outer.isEmpty() || field.isEmpty() || field.startsWith("[");
    return as(outer + (joined ? "" : ".") + field);
  }

  /** What is wrong, for where its place is told already. */
  public String withoutPlace() {
    return (field.isEmpty() ? "" : field + ": ") + "found " + found + ", wanted " + wanted;
  }

  @Override
  public String toString() {
    return withoutPlace() + (line == null ? "" : " (line " + line + ", column " + column + ")");
  }
}
