/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown by a record that refuses its arguments; carries every fault found, not the first. */
public class InvalidEventException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<InvalidField> fields;

  /**
   * @param fields at least one fault
   */
  public InvalidEventException(List<InvalidField> fields) {
    super(fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
    this.fields = List.copyOf(fields);
  }

  /** The faults, each with its field as a dotted path from the record that refused. */
  public final List<InvalidField> fields() {
    return fields;
  }
}
