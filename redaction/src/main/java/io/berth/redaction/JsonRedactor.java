/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.JsonFrame.ValueKind;
import io.berth.redaction.rule.RedactionRule;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Redacts a text that may be JSON, or have documents of JSON in it, such as behind a time and a
 * level; what is none is {@link TextRedactor}'s.
 */
final class JsonRedactor {

  private static final int LOOKED_AT = 200;

  /** A name of a secret, and whatever leads from it to its value. */
  private static final Pattern LEADS_HERE =
      Pattern.compile(
          "(?is).*"
              + SecretNames.ANY
              + SecretPattern.QUOTE
              + "?(?:]|%5D)?\\s{0,3}(?:=>|=|:)\\s{0,3}");

  /** The same, and a quotation mark that is still open. */
  private static final Pattern QUOTED_HERE =
      Pattern.compile(
          "(?is).*"
              + SecretNames.ANY
              + SecretPattern.QUOTE
              + "?(?:]|%5D)?\\s{0,3}(?:=>|=|:)\\s{0,3}(?:'[^']{0,200}+|\"[^\"]{0,200}+)");

  private final String text;
  private final int hints;
  private final Consumer<RedactionRule> found;
  private @Nullable StringBuilder out;

  /** What of the text was looked at. */
  private int written;

  /** What of it was copied. */
  private int copied;

  JsonRedactor(String text, int hints, Consumer<RedactionRule> found) {
    this.text = text;
    this.hints = hints;
    this.found = found;
  }

  String redact() {
    int bracket = nextBracket(0);
    if (bracket < 0 && !isText()) {
      return TextRedactor.redact(text, hints, found);
    }
    if (isText()) {
      bracket = 0;
    }
    while (bracket >= 0) {
      bracket = nextBracket(document(bracket));
    }
    plain(text.length());
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /** Writes something else than the text between two places. */
  private void write(int from, int to, CharSequence instead) {
    out = out == null ? new StringBuilder(text.length() + 16) : out;
    out.append(text, copied, from).append(instead);
    copied = to;
  }

  /** Whether all of it is one text of JSON. */
  private boolean isText() {
    return text.length() > 1
        && text.charAt(0) == '"'
        && text.indexOf('\\') > 0
        && JsonStrings.end(text, 0) == text.length();
  }

  /** Reads a document that may begin here; returns where to look on. */
  private int document(int start) {
    ValueKind kind = kindBy(start);
    if (kind == null) {
      return start + 1;
    }
    JsonDocument document = new JsonDocument(text, start, found);
    if (document.read(kind) || document.looksLikeJson()) {
      plain(start);
      written = document.end();
      if (document.isChanged()) {
        write(start, written, document.text(start));
      }
      if (document.endsInSecret()) {
        boolean quoted = written < text.length() && text.charAt(written) == '"';
        write(
            written,
            text.length(),
            quoted ? JsonStrings.write(Redactor.REDACTED) : Redactor.REDACTED);
        written = text.length();
      }
    }
    return Math.max(document.brokenAt(), start + 1);
  }

  /** What leads to a document tells what it is; null where it is part of a quoted secret. */
  private @Nullable ValueKind kindBy(int start) {
    if ((hints & SecretPrefilter.NAME) == 0 || start == written) {
      return ValueKind.PLAIN;
    }
    int from = Math.max(written, start - LOOKED_AT);
    char last = lastBefore(start, from);
    if (isOpen('"', from, start) || isOpen('\'', from, start)) {
      return QUOTED_HERE.matcher(text.substring(from, start)).matches() ? null : ValueKind.PLAIN;
    }
    boolean leads = last == '=' || last == ':' || last == '>';
    return leads && LEADS_HERE.matcher(text.substring(from, start)).matches()
        ? ValueKind.SECRET
        : ValueKind.PLAIN;
  }

  private char lastBefore(int start, int from) {
    int i = start - 1;
    while (i > from && text.charAt(i) == ' ') {
      i--;
    }
    return text.charAt(i);
  }

  private boolean isOpen(char quote, int from, int to) {
    boolean open = false;
    for (int i = from; i < to; i++) {
      open ^= text.charAt(i) == quote;
    }
    return open;
  }

  private void plain(int to) {
    if (to > written) {
      String part = text.substring(written, to);
      String clean = TextRedactor.redact(part, hints, found);
      if (!clean.equals(part)) {
        write(written, to, clean);
      }
      written = to;
    }
  }

  /** The next bracket that could begin a document: no word goes over into it. */
  private int nextBracket(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' || c == '[')
          && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)) && text.charAt(i - 1) != '_')
          && leadsOn(c, i + 1)) {
        return i;
      }
    }
    return -1;
  }

  private boolean leadsOn(char bracket, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    if (i == text.length()) {
      return false;
    }
    char c = text.charAt(i);
    return c == '"'
        || bracket == '['
            && (c == '{'
                || c == '['
                || c == '-'
                || c >= '0' && c <= '9'
                || c == 't'
                || c == 'f'
                || c == 'n');
  }
}
