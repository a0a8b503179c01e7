/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import io.berth.events.document.Node;
import io.berth.events.document.Node.Ambiguous;
import io.berth.events.document.Node.Ambiguous.Meaning;
import io.berth.events.document.Position;
import java.util.regex.Pattern;

/**
 * What a plain scalar is: what every reader of YAML takes it for, or the knowledge that they
 * disagree. YAML 1.1 and 1.2 differ, and readers differ from both.
 */
final class PlainScalar {

  /** A number by JSON's grammar, which is a number to all. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");

  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");

  /** YAML 1.1's other words for true and false. */
  private static final Pattern YES_OR_NO =
      Pattern.compile("y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF");

  /**
   * A number to some: signs, leading zeros, bases, digits parted by _ or by colons (base 60),
   * points without digits, and what is none. Parts that come again are possessive, since a group
   * that may give back a part needs a frame of the stack for each.
   */
  private static final Pattern NEARLY_NUMBER =
      Pattern.compile(
          """
          [-+]?(
            0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+
            | [0-9][0-9_]*+(?::[0-5]?[0-9])++([.][0-9_]*)?
            | [0-9][0-9_]*([.][0-9_]*)?(e[-+]?[0-9]+)?
            | [.][0-9][0-9_]*(e[-+]?[0-9]+)?
            | [.]inf
          ) | [.]nan""",
          Pattern.COMMENTS | Pattern.CASE_INSENSITIVE);

  private static final Pattern DATE =
      Pattern.compile(
          """
          [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
          (([Tt]|[\\x20\\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.][0-9]*)?
            ([\\x20\\t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?""",
          Pattern.COMMENTS);

  private PlainScalar() {}

  static boolean isNumber(String plain) {
    return NUMBER.matcher(plain).matches();
  }

  /** Its meaning if it is no number. */
  static Node of(String plain, Position at) {
    if (NULL.matcher(plain).matches()) {
      return new Node.Null(at);
    }
    if (TRUE.matcher(plain).matches() || FALSE.matcher(plain).matches()) {
      return new Node.Bool(TRUE.matcher(plain).matches(), at);
    }
    if (YES_OR_NO.matcher(plain).matches()) {
      return new Ambiguous(plain, Meaning.BOOLEAN, at);
    }
    if (NEARLY_NUMBER.matcher(plain).matches()) {
      return new Ambiguous(plain, Meaning.NUMBER, at);
    }
    return DATE.matcher(plain).matches()
        ? new Ambiguous(plain, Meaning.DATE, at)
        : new Node.Text(plain, at);
  }
}
