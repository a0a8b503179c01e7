/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the faults of a record under construction and throws them together: {@code
 * Check.that().label("name", name).between("replicas", replicas, 0, 1000).orThrow()}.
 */
public final class Check {

  /** RFC 1123 label, as Kubernetes wants it for names of objects and namespaces. */
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final List<InvalidField> faults = new ArrayList<>();

  private Check() {}

  public static Check that() {
    return new Check();
  }

  /** Null only where JSON left the field out: records are null-free once they are built. */
  public Check present(String field, @Nullable Object value) {
    return value == null ? fault(field, "nothing", "a value") : this;
  }

  public Check text(String field, @Nullable String value, int longest) {
    if (value == null || value.isBlank()) {
      return fault(field, value == null ? "nothing" : "blank text", "text");
    }
    return value.length() > longest
        ? fault(field, value.length() + " characters", "at most " + longest + " characters")
        : this;
  }

  public Check label(String field, @Nullable String value) {
    if (value == null) {
      return fault(field, "nothing", "a DNS label such as 'cart' or 'cart-2'");
    }
    return DNS_LABEL.matcher(value).matches()
        ? this
        : fault(
            field,
            "'" + value + "'",
            "a DNS label: 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
  }

  public Check between(String field, long value, long least, long most) {
    return value >= least && value <= most
        ? this
        : fault(field, Long.toString(value), least + " to " + most);
  }

  public Check atLeast(String field, long value, long least) {
    return value >= least ? this : fault(field, Long.toString(value), "at least " + least);
  }

  public Check between(String field, @Nullable Duration value, Duration least, Duration most) {
    if (value == null) {
      return fault(field, "nothing", "a duration from " + least + " to " + most);
    }
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0
        ? this
        : fault(field, value.toString(), "a duration from " + least + " to " + most);
  }

  public Check notEmpty(String field, @Nullable Collection<?> values) {
    return values == null || values.isEmpty() ? fault(field, "none", "at least one") : this;
  }

  public Check matches(String field, @Nullable String value, Pattern pattern, String wanted) {
    if (value == null) {
      return fault(field, "nothing", wanted);
    }
    return pattern.matcher(value).matches() ? this : fault(field, "'" + value + "'", wanted);
  }

  public Check holds(boolean holds, String field, String found, String wanted) {
    return holds ? this : fault(field, found, wanted);
  }

  public Check fault(String field, String found, String wanted) {
    faults.add(new InvalidField(field, found, wanted));
    return this;
  }

  /** An unmodifiable copy; what JSON left out is empty. */
  public static <T> List<T> listOrEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** An unmodifiable copy; what JSON left out is empty. */
  public static <V> Map<String, V> mapOrEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }

  /** Throws {@link InvalidEvent} with everything that was found wrong, or does nothing. */
  public void orThrow() {
    if (!faults.isEmpty()) {
      throw new InvalidEvent(faults);
    }
  }
}
