/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import java.util.Map;
import java.util.regex.Pattern;

/** Kubernetes' form of labels. */
final class LabelSyntax {

  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final String PREFIX =
      "(?=.{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/";
  private static final Pattern KEY = Pattern.compile("(" + PREFIX + ")?" + NAME);
  private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");

  private LabelSyntax() {}

  static void check(Check check, String field, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          key(check, field, key);
          value(check, field + "." + key, value);
        });
  }

  static void key(Check check, String field, String key) {
    check.matches(
        field,
        key,
        KEY,
        "a name of at most 63 letters, digits, '-', '_' and '.', such as team or example.com/team");
  }

  static void value(Check check, String field, String value) {
    check.matches(
        field,
        value,
        VALUE,
        "at most 63 letters, digits, '-', '_' and '.', first and last a letter or digit");
  }
}
