/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

/** What became of a field of the source. */
public enum ConversionOutcome {
  /** The Berth file says the same. */
  KEPT("kept"),
  /** The Berth file says something else in its place. */
  CHANGED("changed"),
  /** It has no effect in Berth that anybody could miss: a default, a status, what Berth sets. */
  IGNORED("ignored"),
  /** Berth has nothing that does the same. */
  NOT_TAKEN("not taken"),
  /** Berth requires what the source does not say, or does not accept what it says. */
  TO_DO("to do");

  private final String words;

  ConversionOutcome(String words) {
    this.words = words;
  }

  /** Whether somebody has to look at it before the application is deployed. */
  public boolean isOpen() {
    return this == NOT_TAKEN || this == TO_DO;
  }

  @Override
  public String toString() {
    return words;
  }
}
