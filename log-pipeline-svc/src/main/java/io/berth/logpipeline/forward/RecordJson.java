/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.redaction.Redactor;
import io.berth.logpipeline.redaction.Rule;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Turns a record from MessagePack into JSON, in one pass from bytes to bytes, and takes secrets out
 * on the way. Notes in passing what names the record's source.
 */
final class RecordJson {

  private static final int MOST_NAMES = 5_000;

  private final JsonBytes out = new JsonBytes();
  private final Consumer<Rule> redacted;
  private final Map<String, Boolean> secretNames = new HashMap<>();
  private SourceFields source = new SourceFields();

  RecordJson(Consumer<Rule> redacted) {
    this.redacted = redacted;
  }

  /** Reads a map; {@link #json()} and {@link #source()} are of this record until the next one. */
  void read(MessagePackCursor in, byte[] bytes) {
    out.cutTo(0);
    source = new SourceFields();
    map(in, bytes, "", 0);
  }

  JsonBytes json() {
    return out;
  }

  SourceFields source() {
    return source;
  }

  private void value(MessagePackCursor in, byte[] bytes, String path, int depth) {
    switch (in.kind()) {
      case NIL -> {
        in.readNil();
        out.raw("null");
      }
      case BOOLEAN -> out.raw(in.readBoolean() ? "true" : "false");
      case INTEGER -> number(Long.toString(in.readInteger()));
      case UNSIGNED -> number(Long.toUnsignedString(in.readInteger()));
      case FLOAT -> fraction(in.readFloat());
      case RAW -> raw(in, bytes);
      case ARRAY -> array(in, bytes, depth);
      case MAP -> map(in, bytes, path, depth);
      case EXTENSION -> extension(in);
    }
  }

  private void map(MessagePackCursor in, byte[] bytes, String path, int depth) {
    int entries = in.readMap();
    out.add('{');
    for (int i = 0; i < entries; i++) {
      if (i > 0) {
        out.add(',');
      }
      String name = name(in);
      out.text(name).add(':');
      if (isSecret(name)) {
        in.skip();
        out.text(Redactor.REDACTED);
        redacted.accept(Rule.SECRET_FIELD);
        continue;
      }
      String inner = depth < 2 && SourceFields.mayLeadTo(path, name) ? path + name : null;
      if (inner != null && in.kind() == MessagePackCursor.Kind.RAW) {
        note(inner, in);
      }
      value(in, bytes, inner == null ? "-" : inner + ".", depth + 1);
    }
    out.add('}');
  }

  private boolean isSecret(String name) {
    if (secretNames.size() > MOST_NAMES) {
      secretNames.clear();
    }
    return secretNames.computeIfAbsent(name, Redactor::isSecretName);
  }

  private void note(String path, MessagePackCursor in) {
    int position = in.position();
    // Keys and headers of Kafka are made of it.
    source.note(path, Redactor.redact(in.readText(), rule -> {}));
    in.moveTo(position);
  }

  private String name(MessagePackCursor in) {
    return switch (in.kind()) {
      case RAW -> Redactor.redact(in.readText(), redacted);
      case INTEGER -> Redactor.redact(Long.toString(in.readInteger()), redacted);
      case NIL, BOOLEAN, UNSIGNED, FLOAT, ARRAY, MAP, EXTENSION -> {
        in.skip();
        yield "unnamed";
      }
    };
  }

  private void array(MessagePackCursor in, byte[] bytes, int depth) {
    int count = in.readArray();
    out.add('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.add(',');
      }
      value(in, bytes, "-", depth + 1);
    }
    out.add(']');
  }

  private void raw(MessagePackCursor in, byte[] bytes) {
    int start = in.position();
    int length = in.readRaw();
    int at = in.position();
    if (Redactor.isSuspicious(bytes, at, length)) {
      in.moveTo(start);
      out.text(Redactor.redact(in.readText(), redacted));
    } else {
      out.text(bytes, at, length);
      in.moveTo(at + length);
    }
  }

  private void number(String digits) {
    String clean = digits.length() < 13 ? digits : Redactor.redact(digits, redacted);
    if (clean.equals(digits)) {
      out.raw(digits);
    } else {
      out.text(clean);
    }
  }

  /** JSON has no words for what is no number. */
  private void fraction(double value) {
    String masked = Redactor.redactNumber(value, redacted);
    if (masked != null) {
      out.text(masked);
    } else if (Double.isFinite(value)) {
      out.raw(Double.toString(value));
    } else {
      out.text(Double.toString(value));
    }
  }

  private void extension(MessagePackCursor in) {
    byte[] body = in.readExtension();
    Instant time = EventTime.of(in.extensionType(), body);
    if (time != null) {
      out.text(time.toString());
    } else {
      out.raw("{\"ext_type\":").raw(Integer.toString(in.extensionType())).raw(",\"base64\":");
      out.text(Base64.getEncoder().encodeToString(body)).add('}');
    }
  }
}
