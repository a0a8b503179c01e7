/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.forward.FieldNameCache.FieldName;
import io.berth.logpipeline.forward.MessagePackReader.ValueType;
import io.berth.logpipeline.json.IsoTime;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.redaction.Redactor;
import io.berth.redaction.rule.RedactionRule;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts a record from MessagePack to JSON in one pass from bytes to bytes and redacts secrets on
 * the way. Collects the fields that identify the source of the record.
 */
final class RecordJsonWriter {

  private final JsonBytes out = new JsonBytes();
  private final Consumer<RedactionRule> redacted;
  private final FieldNameCache names = new FieldNameCache();
  private SourceFields source = new SourceFields();

  RecordJsonWriter(Consumer<RedactionRule> redacted) {
    this.redacted = redacted;
  }

  /** Reads a map; {@link #json()} and {@link #source()} are of this record until the next one. */
  void read(MessagePackReader in, byte[] bytes) {
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

  private void value(MessagePackReader in, byte[] bytes, String path, int depth) {
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

  private void map(MessagePackReader in, byte[] bytes, String path, int depth) {
    int entries = in.readMap();
    out.add('{');
    for (int i = 0; i < entries; i++) {
      if (i > 0) {
        out.add(',');
      }
      FieldName known = in.kind() == ValueType.RAW ? known(in, bytes) : null;
      String name = known == null ? name(in) : known.text();
      if (known == null) {
        out.text(name).add(':');
      } else {
        out.raw(known.json());
      }
      if (known == null && Redactor.isSecretName(name) && saysMore(in)) {
        in.skip();
        out.text(Redactor.REDACTED);
        redacted.accept(RedactionRule.SECRET_FIELD);
        continue;
      }
      String inner = depth < 2 && SourceFields.mayLeadTo(path, name) ? path + name : null;
      if (inner != null && in.kind() == ValueType.RAW) {
        note(inner, in);
      }
      if (known == null && in.kind() == ValueType.RAW) {
        out.text(Redactor.redactField(name, in.readText(), redacted));
      } else {
        value(in, bytes, inner == null ? "-" : inner + ".", depth + 1);
      }
    }
    out.add('}');
  }

  /** More than yes, no or nothing. */
  private static boolean saysMore(MessagePackReader in) {
    return in.kind() != ValueType.NIL && in.kind() != ValueType.BOOLEAN;
  }

  /** Reads a name that was seen before, or may be seen again; stays where it was for others. */
  private @Nullable FieldName known(MessagePackReader in, byte[] bytes) {
    int start = in.position();
    int length = in.readRaw();
    int at = in.position();
    FieldName name = names.of(bytes, at, length);
    in.moveTo(name == null ? start : at + length);
    return name;
  }

  private void note(String path, MessagePackReader in) {
    int position = in.position();
    // Keys and headers of Kafka are made of it.
    source.note(path, Redactor.redact(in.readText(), rule -> {}));
    in.moveTo(position);
  }

  private String name(MessagePackReader in) {
    return switch (in.kind()) {
      case RAW -> Redactor.redact(in.readText(), redacted);
      case INTEGER -> Redactor.redact(Long.toString(in.readInteger()), redacted);
      case NIL, BOOLEAN, UNSIGNED, FLOAT, ARRAY, MAP, EXTENSION -> {
        in.skip();
        yield "unnamed";
      }
    };
  }

  private void array(MessagePackReader in, byte[] bytes, int depth) {
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

  private void raw(MessagePackReader in, byte[] bytes) {
    int length = in.readRaw();
    int at = in.position();
    String suspicious = Redactor.redact(bytes, at, length, redacted);
    if (suspicious == null) {
      out.text(bytes, at, length);
    } else {
      out.text(suspicious);
    }
    in.moveTo(at + length);
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

  private void extension(MessagePackReader in) {
    byte[] body = in.readExtension();
    Instant time = EventTime.of(in.extensionType(), body);
    if (time != null) {
      out.text(IsoTime.text(time));
    } else {
      out.raw("{\"ext_type\":").raw(Integer.toString(in.extensionType())).raw(",\"base64\":");
      out.text(Base64.getEncoder().encodeToString(body)).add('}');
    }
  }
}
