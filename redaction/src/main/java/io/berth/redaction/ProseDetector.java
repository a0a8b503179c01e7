/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Distinguishes a secret in a sentence from the words of the sentence. */
final class ProseDetector {

  /** What passwords and tokens are said to be. */
  private static final Set<String> SAID =
      Set.of(
          "a",
          "about",
          "absent",
          "after",
          "again",
          "all",
          "already",
          "also",
          "always",
          "an",
          "and",
          "any",
          "are",
          "as",
          "at",
          "auth",
          "available",
          "bad",
          "based",
          "because",
          "before",
          "being",
          "be",
          "below",
          "between",
          "blank",
          "both",
          "but",
          "by",
          "can't",
          "cannot",
          "case",
          "characters",
          "contain",
          "correct",
          "currently",
          "down",
          "due",
          "empty",
          "enough",
          "false",
          "file",
          "field",
          "fine",
          "first",
          "for",
          "forbidden",
          "from",
          "given",
          "gone",
          "good",
          "has",
          "have",
          "here",
          "hidden",
          "his",
          "identical",
          "if",
          "in",
          "incorrect",
          "input",
          "insecure",
          "into",
          "invalid",
          "is",
          "it",
          "its",
          "just",
          "kept",
          "known",
          "last",
          "least",
          "left",
          "less",
          "like",
          "long",
          "longer",
          "lost",
          "mandatory",
          "match",
          "may",
          "minimum",
          "missing",
          "more",
          "much",
          "must",
          "my",
          "needed",
          "never",
          "new",
          "nil",
          "no",
          "none",
          "not",
          "now",
          "null",
          "of",
          "off",
          "ok",
          "okay",
          "old",
          "on",
          "one",
          "only",
          "option",
          "optional",
          "or",
          "out",
          "over",
          "overdue",
          "prompt",
          "public",
          "read",
          "ready",
          "references",
          "right",
          "same",
          "secret",
          "secure",
          "see",
          "seen",
          "sent",
          "set",
          "short",
          "shorter",
          "should",
          "size",
          "so",
          "some",
          "sometimes",
          "soon",
          "still",
          "stdin",
          "strong",
          "stronger",
          "than",
          "that",
          "the",
          "their",
          "then",
          "there",
          "this",
          "to",
          "too",
          "true",
          "undefined",
          "unique",
          "unknown",
          "unset",
          "until",
          "up",
          "user",
          "using",
          "valid",
          "very",
          "via",
          "wanted",
          "was",
          "weak",
          "weaker",
          "well",
          "what",
          "when",
          "where",
          "which",
          "will",
          "with",
          "within",
          "without",
          "wrong",
          "yes",
          "yet",
          "you",
          "your");

  private static final Pattern ENDINGS =
      Pattern.compile(
          ".*(?:ed|ing|able|ible|less|ful|ent|ive|ous|ary|ory|ly|tion|sion|ment|ness|word|phrase|ized)");

  private static final Pattern WORD = Pattern.compile("[\\p{L}'’-]{1,40}");
  private static final Pattern SMALL = Pattern.compile("[0-9]{1,3}%?");

  private static final Pattern CODE = Pattern.compile("(?=.*[0-9!@#$%^&*])(?=.*[A-Za-z])[^\\s(]+");
  private static final Pattern PLAIN =
      Pattern.compile(
          "[/~.].*|[a-z]{2,10}:.*|[0-9]{4}-[0-9]{2}.*|v?[0-9].*[.:].*|sha[0-9]+\\b.*|[0-9.]+[a-zA-Z]{1,3}");

  private static final int MAX_WORDS = 20;

  private ProseDetector() {}

  /**
   * Whether a word is a secret rather than what is said of one: not "required", and not the number
   * of "8 characters".
   *
   * @param after what follows the word
   */
  static boolean isSecret(String word, String after) {
    String bare = word.replaceAll("[.!?:;,]+$", "");
    if (bare.isEmpty()) {
      return false;
    }
    if (SMALL.matcher(bare).matches()) {
      return !after.matches("(?s)\\s{1,3}[a-z].*");
    }
    if (!WORD.matcher(bare).matches() || isMixed(bare)) {
      return true;
    }
    String lower = bare.toLowerCase(Locale.ROOT);
    return !SAID.contains(lower) && !ENDINGS.matcher(lower).matches();
  }

  /** Whether a text is a sentence about a secret, "must not be blank": all of it is such words. */
  static boolean isSentence(String text) {
    String[] words = text.split(" ", MAX_WORDS);
    if (words.length < 3 || words.length == MAX_WORDS) {
      return false;
    }
    for (String word : words) {
      String bare = word.replaceAll("^\\(|[).!?:;,]+$", "");
      boolean said = SMALL.matcher(bare).matches() || !bare.isEmpty() && !isSecret(bare, "");
      if (!said) {
        return false;
      }
    }
    return true;
  }

  /** Whether a word has letters and something else, and is no place, time, version or hash. */
  static boolean isCode(String word) {
    return word.length() >= 6 && CODE.matcher(word).matches() && !PLAIN.matcher(word).matches();
  }

  /** Whether a word is one that nobody speaks: with digits, signs or capitals in its middle. */
  static boolean isCryptic(String word) {
    return word.length() >= 8 && (!WORD.matcher(word).matches() || isMixed(word));
  }

  /** {@code hunTer}, which is no word with a capital, nor one in capitals. */
  private static boolean isMixed(String word) {
    String tail = word.substring(1);
    return !tail.equals(tail.toLowerCase(Locale.ROOT))
        && !word.equals(word.toUpperCase(Locale.ROOT));
  }
}
