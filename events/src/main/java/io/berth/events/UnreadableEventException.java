/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.util.List;

/** Thrown where bytes hold no document that could be read to its end. */
public final class UnreadableEventException extends InvalidEventException {

  private static final long serialVersionUID = 1L;

  /**
   * @param fields at least one fault
   */
  public UnreadableEventException(List<InvalidField> fields) {
    super(fields);
  }
}
