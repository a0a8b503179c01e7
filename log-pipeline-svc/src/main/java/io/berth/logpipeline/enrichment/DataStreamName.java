/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import java.util.Locale;
import java.util.regex.Pattern;

/** Sanitizes the parts of a data stream's name. */
enum DataStreamName {
  DATASET("._"),
  NAMESPACE("._-");

  private static final int MAX_LENGTH = 90;
  private static final Pattern LEADING = Pattern.compile("^[-_.]+");

  private final String marks;
  private final Pattern others;

  DataStreamName(String marks) {
    this.marks = marks;
    this.others = Pattern.compile("[^a-z0-9" + marks + "]");
  }

  /** The name as it is allowed, which nearly every one is already. */
  String of(String name) {
    if (isAllowed(name)) {
      return name;
    }
    String clean = others.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    String begun = LEADING.matcher(clean).replaceFirst("");
    String cut = begun.length() > MAX_LENGTH ? begun.substring(0, MAX_LENGTH) : begun;
    return cut.isEmpty() ? "default" : cut;
  }

  private boolean isAllowed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!plain && (i == 0 || marks.indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_LENGTH;
  }
}
