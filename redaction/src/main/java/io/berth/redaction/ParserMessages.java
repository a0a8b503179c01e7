/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.regex.Pattern;

/**
 * Removes the quoted input from messages of JSON and YAML parsers: it may be anything, and a secret
 * in it need not look like one.
 */
public final class ParserMessages {

  private static final Pattern REPEATED =
      Pattern.compile(
          "(Unrecognized token|from String|String value|value of String|content|Text|input string:) "
              + "(?:'[^'\\n]*+'?|\"[^\"\\n]*+\"?|\\(\"[^\"\\n]*+\"?\\)?)");

  /** The lines around, with which a parser of YAML shows the place. */
  private static final Pattern EXCERPT = Pattern.compile("(?s)\\R? in '[^'\\n]*', line.*+");

  private ParserMessages() {}

  /** The message without the input. */
  public static String redact(String message) {
    String clean = REPEATED.matcher(message).replaceAll("$1");
    return Redactor.redact(EXCERPT.matcher(clean).replaceAll(""));
  }
}
