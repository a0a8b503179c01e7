/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.JsonFrame.ValueKind;
import io.berth.redaction.rule.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One document of JSON in a text, read once from its first brace on. Texts in it are looked at as
 * they are meant, without their escapes, and written anew only where a secret left them; a number
 * that is masked becomes a text. So what could be parsed can be parsed, with the same members and
 * elements. A document that breaks off is read as far as it goes.
 */
final class JsonDocument {

  /** A Secret of Kubernetes lies in a list at most. */
  private static final int MAX_SECRET_DEPTH = 8;

  private final String text;
  private final Consumer<RedactionRule> found;
  private final JsonValues values;
  private final TextEdits edits = new TextEdits();
  private final List<JsonFrame> open = new ArrayList<>();
  private int at;
  private boolean told;

  /** Everything before here was read; where plain text begins when the document breaks off. */
  private int read;

  JsonDocument(String text, int start, Consumer<RedactionRule> found) {
    this.text = text;
    this.at = start;
    this.read = start;
    this.found = found;
    this.values = new JsonValues(found);
  }

  /** Whether there is a whole document; {@link #end} is behind it. */
  boolean read(ValueKind kind) {
    boolean whole = value(new JsonFrame(false, kind, at), true) && members();
    if (whole) {
      read = at;
    }
    return whole;
  }

  /** Behind what was read. */
  int end() {
    return read;
  }

  /** Where it was found that this is no JSON. */
  int brokenAt() {
    return at;
  }

  /** Whether a document that breaks off was one: a bracket alone is none. */
  boolean looksLikeJson() {
    return told || !edits.isEmpty();
  }

  /** Whether all that follows belongs to a secret that breaks off. */
  boolean endsInSecret() {
    return at >= text.length() && !open.isEmpty() && open.getLast().kind == ValueKind.SECRET;
  }

  boolean isChanged() {
    return !edits.isEmpty();
  }

  /** What was read from there on, without its secrets. */
  String text(int from) {
    return edits.apply(text, from, read);
  }

  private boolean members() {
    while (!open.isEmpty()) {
      JsonFrame frame = open.getLast();
      skipSpace();
      if (at >= text.length()) {
        return false;
      }
      if (text.charAt(at) == frame.closing()) {
        close(frame);
      } else if (!next(frame)) {
        return false;
      }
    }
    return true;
  }

  private boolean next(JsonFrame frame) {
    if (frame.filled) {
      if (text.charAt(at) != ',') {
        return false;
      }
      at++;
      skipSpace();
    }
    frame.item = at;
    read = at;
    return (!frame.object || name(frame)) && value(frame, false);
  }

  private boolean name(JsonFrame frame) {
    int end = at < text.length() && text.charAt(at) == '"' ? JsonStrings.end(text, at) : -1;
    if (end < 0) {
      at = Math.min(at + 1, text.length());
      return false;
    }
    String name = JsonStrings.read(text, at, end);
    int start = at;
    at = end;
    skipSpace();
    if (at >= text.length() || text.charAt(at) != ':') {
      return false;
    }
    at++;
    skipSpace();
    told = true;
    frame.name = name;
    String clean = Redactor.redact(name, found);
    if (!clean.equals(name)) {
      edits.put(start, end, JsonStrings.write(clean));
    }
    return true;
  }

  private boolean value(JsonFrame frame, boolean root) {
    if (at >= text.length()) {
      return false;
    }
    int start = at;
    char c = text.charAt(at);
    ValueKind kind = root ? frame.kind : JsonValues.kind(frame);
    switch (c) {
      case '{', '[' -> {
        open.add(new JsonFrame(c == '{', kind, at));
        at++;
        read = at;
        return true;
      }
      case '"' -> {
        int end = JsonStrings.end(text, at);
        if (end < 0) {
          at = text.length();
          return false;
        }
        at = end;
        text(frame, kind, start, end);
      }
      default -> {
        at = scalarEnd(at);
        if (at < text.length() && !endsScalar(text.charAt(at)) || !scalar(frame, kind, start)) {
          at = Math.max(at, start + 1);
          return false;
        }
      }
    }
    done(frame, start);
    return true;
  }

  private void done(JsonFrame frame, int start) {
    frame.remember(start, at);
    frame.filled = true;
    read = at;
  }

  private static boolean endsScalar(char c) {
    return c == ',' || c == '}' || c == ']' || c <= ' ';
  }

  private int scalarEnd(int from) {
    int i = from;
    while (i < text.length() && isScalar(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isScalar(char c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c == '-'
        || c == '+'
        || c == '.'
        || c == 'E';
  }

  /** A number, a truth or nothing. */
  private boolean scalar(JsonFrame frame, ValueKind kind, int start) {
    String word = text.substring(start, at);
    boolean number = JsonStrings.isNumber(word);
    if (!number && !word.equals("true") && !word.equals("false") && !word.equals("null")) {
      return false;
    }
    String clean = number ? values.number(frame, kind, word) : word;
    if (!frame.object) {
      frame.append(word);
    }
    if (!clean.equals(word)) {
      edits.put(start, at, JsonStrings.write(clean));
    }
    return true;
  }

  private void text(JsonFrame frame, ValueKind kind, int start, int end) {
    told = true;
    String value = JsonStrings.read(text, start, end);
    String clean = values.text(frame, kind, value);
    if (!clean.equals(value)) {
      edits.put(start, end, JsonStrings.write(clean));
    }
  }

  private void mask(JsonFrame frame, int start, int end) {
    found.accept(JsonValues.rule(frame.name));
    edits.put(start, end, JsonStrings.write(Redactor.REDACTED));
  }

  private void close(JsonFrame frame) {
    at++;
    open.removeLast();
    read = at;
    if (frame.kind == ValueKind.PLAIN) {
      maskEarlier(frame);
    }
    if (!open.isEmpty()) {
      JsonFrame parent = open.getLast();
      parent.append(null);
      done(parent, frame.start);
    }
  }

  /** What stood before the member that tells what it is. */
  private void maskEarlier(JsonFrame frame) {
    if (frame.namesSecret && frame.values != null) {
      frame.values.forEach(place -> maskValue(frame, place[0], place[1]));
    }
    if (frame.kubernetesSecret && frame.dataStart >= 0 && open.size() < MAX_SECRET_DEPTH) {
      maskAll(frame.dataStart, frame.dataEnd);
    }
  }

  /** The value stood before the name that tells what it is. */
  private void maskValue(JsonFrame frame, int from, int to) {
    char first = text.charAt(from);
    if (first == '"') {
      String value = JsonStrings.read(text, from, to);
      if (SecretValue.isSecret("", value)) {
        mask(frame, from, to);
      }
    } else if (first >= '0' && first <= '9') {
      mask(frame, from, to);
    }
  }

  private void maskAll(int from, int to) {
    JsonDocument secret = new JsonDocument(text, from, found);
    if (secret.read(ValueKind.SECRET) && secret.end() == to && !secret.edits.isEmpty()) {
      edits.put(from, to, secret.text(from));
    }
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
