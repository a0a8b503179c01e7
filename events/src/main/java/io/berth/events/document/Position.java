/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

/**
 * A place in a document, as an editor counts it.
 *
 * @param line from 1
 * @param column in characters (code points), from 1
 */
public record Position(int line, int column) {

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
