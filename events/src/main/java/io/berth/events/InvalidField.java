/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

/**
 * One fault of an input: which field, what was found there, what is wanted.
 *
 * @param field dotted path, such as {@code spec.replicas}; empty for the whole input
 * @param found the value found, shortened; never a secret
 * @param wanted what would have been accepted, in words
 */
public record InvalidField(String field, String found, String wanted) {

  private static final int LONGEST_FOUND = 200;

  public InvalidField {
    if (found.length() > LONGEST_FOUND) {
      found = found.substring(0, LONGEST_FOUND) + "… (" + found.length() + " characters)";
    }
  }

  /** The same fault, seen from the record around it. */
  public InvalidField within(String outer) {
    if (outer.isEmpty() || field.isEmpty()) {
      return new InvalidField(outer + field, found, wanted);
    }
    return new InvalidField(outer + (field.startsWith("[") ? "" : ".") + field, found, wanted);
  }

  @Override
  public String toString() {
    return (field.isEmpty() ? "" : field + ": ") + "found " + found + ", wanted " + wanted;
  }
}
