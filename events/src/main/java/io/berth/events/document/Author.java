/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

/** By whom a document is written, and so which characters its texts may hold. */
public enum Author {
  /**
   * A person, or a program in a person's place: what they write is shown in lists, logs and
   * terminals, so that characters which nobody can see are refused.
   */
  PERSON,
  /**
   * A program that tells what it observed, such as the last lines of a log: control characters are
   * facts there. Text that no writer of JSON could pass on is refused here too.
   */
  PROGRAM
}
