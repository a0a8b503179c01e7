/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object or an array of a document that is being read. */
final class JsonFrame {

  /** What all values in it are. */
  enum ValueKind {
    /** Looked at one by one. */
    PLAIN,
    /** Secrets, because of the name that leads to them. */
    SECRET,
    /** Cookies. */
    COOKIE
  }

  private static final int MAX_LINE = 300;

  final boolean object;
  final ValueKind kind;
  final int start;

  /** Whether a member or an element was read. */
  boolean filled;

  /** Where the member or element begins that is being read. */
  int item;

  /** The name of that member; empty in an array. */
  String name = "";

  /** Whether a member {@code name} says that {@code value} is a secret. */
  boolean namesSecret;

  /** Where members such as {@code value} are; null before one was read. */
  @Nullable List<int[]> values;

  /** Where the member {@code data} is; -1 before it was read. */
  int dataStart = -1;

  int dataEnd = -1;

  /** Whether it is a Secret of Kubernetes. */
  boolean kubernetesSecret;

  /** Whether elements are lines of a private key whose head was read. */
  boolean inPrivateKey;

  /** Whether the element before is an option whose value is a secret. */
  boolean afterSecretOption;

  /** The elements before, as the words of a command. */
  private final StringBuilder line = new StringBuilder();

  JsonFrame(boolean object, ValueKind kind, int start) {
    this.object = object;
    this.kind = kind;
    this.start = start;
  }

  char closing() {
    return object ? '}' : ']';
  }

  /** Notes what a member says about its neighbours. */
  void note(String value) {
    switch (name) {
      case "name", "key", "Name", "Key", "header", "field", "variable", "property", "setting" ->
          namesSecret |= SecretNames.isName(value) || SecretNames.isCookie(value);
      case "kind" -> kubernetesSecret |= value.equals("Secret");
      default -> {}
    }
  }

  /** Remembers where a member stands, in case a later one says that it is a secret. */
  void remember(int from, int to) {
    if (isData()) {
      dataStart = from;
      dataEnd = to;
    } else if (isValue()) {
      values = values == null ? new ArrayList<>(2) : values;
      values.add(new int[] {from, to});
    }
  }

  /** What of a field stands beside its name: its value, and in a change or a refusal others. */
  boolean isValue() {
    return switch (name) {
      case "value", "Value", "val", "rejectedValue", "oldValue", "newValue", "old", "new" -> true;
      default -> false;
    };
  }

  boolean isData() {
    return name.equals("data") || name.equals("stringData");
  }

  /** The command so far with one more word. */
  String lineWith(String word) {
    return line + word;
  }

  /** How much of that is not the word. */
  int lineLength() {
    return line.length();
  }

  void append(@Nullable String word) {
    afterSecretOption = word != null && SecretNames.isOption(word);
    if (word == null || line.length() + word.length() > MAX_LINE) {
      line.setLength(0);
    } else {
      line.append(word).append(' ');
    }
  }
}
