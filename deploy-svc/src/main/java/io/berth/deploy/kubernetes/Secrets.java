/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what looks like a secret out of a text before it goes anywhere. */
final class Secrets {

  private static final String HIDDEN = "***";

  private static final List<Pattern> WHOLE =
      List.of(
          Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"),
          Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"),
          Pattern.compile(
              "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----"));

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token|api[-_]?key|authorization)[\"']?\\s*[:=]\\s*"
              + "(?:bearer\\s+)?[\"']?)[^\\s\"',;]+");

  private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@]+:)[^@\\s/]+@");

  private Secrets() {}

  static String redacted(@Nullable String text) {
    String clean = text == null ? "" : text;
    for (Pattern pattern : WHOLE) {
      clean = pattern.matcher(clean).replaceAll(HIDDEN);
    }
    clean = NAMED.matcher(clean).replaceAll("$1" + HIDDEN);
    return IN_URL.matcher(clean).replaceAll("$1" + HIDDEN + "@");
  }
}
