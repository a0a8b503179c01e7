/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.logpipeline.json.JsonBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document of the Elastic Common Schema in the making. Only names that the index template knows
 * become fields of their own, as text or number as it wants them; everything else goes into {@code
 * labels} or {@code fields}, which take any name. So no two applications can disagree about the
 * type of a field.
 */
final class EcsDocument {

  private static final EcsField[] FIELDS = EcsField.values();
  private static final String LABEL = "labels.";

  private final @Nullable Object[] values = new @Nullable Object[FIELDS.length];
  private final Map<String, Object> rest = new LinkedHashMap<>();
  private final Map<String, Object> labels = new LinkedHashMap<>();

  /** Sets a field; null and blank leave it out. */
  void put(EcsField field, @Nullable Object value) {
    boolean blank = value instanceof String text && text.isEmpty() && field != EcsField.MESSAGE;
    if (value != null && !blank) {
      values[field.ordinal()] = value;
    }
  }

  /** Sets a field that the template does not know. */
  void rest(String name, Object value) {
    rest.put(name, value);
  }

  void putKnownAndRest(Map<String, Object> fields) {
    fields.forEach(
        (name, value) -> {
          EcsField known = EcsField.of(name, value);
          if (known != null) {
            put(known, known.as(value));
          } else if (name.startsWith(LABEL) && name.length() > LABEL.length()) {
            labels.put(name.substring(LABEL.length()), value);
          } else {
            rest.put(name, value);
          }
        });
  }

  /** The text of a field; empty where it has none. */
  String text(EcsField field) {
    return values[field.ordinal()] instanceof String text ? text : "";
  }

  void writeTo(JsonBytes json) {
    put(EcsField.LABELS, labels.isEmpty() ? null : labels);
    put(EcsField.FIELDS, rest.isEmpty() ? null : rest);
    json.add('{');
    EcsField last = null;
    for (EcsField field : FIELDS) {
      Object value = values[field.ordinal()];
      if (value != null) {
        json.raw(field.opening(goOn(json, last, field))).value(value);
        last = field;
      }
    }
    close(json, last == null ? 0 : last.depth());
    json.add('}');
  }

  /** Ends the objects that the last field lies in and the next does not; how many stay open. */
  private static int goOn(JsonBytes json, @Nullable EcsField last, EcsField next) {
    if (last == null) {
      return 0;
    }
    int shared = next.shared(last);
    close(json, last.depth() - shared);
    json.add(',');
    return shared;
  }

  private static void close(JsonBytes json, int objects) {
    for (int i = 0; i < objects; i++) {
      json.add('}');
    }
  }
}
