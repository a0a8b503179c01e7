/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.document.Characters;
import io.berth.events.quantity.DurationFormat;
import java.time.Duration;
import java.time.Instant;
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

  /** RFC 1123 subdomain, as Kubernetes wants it for the names of most objects. */
  private static final Pattern DNS_SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private static final int LONGEST_SUBDOMAIN = 253;

  /** What RFC 3339 can say, and the clients of every language can read. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

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

  /**
   * Text that is shown in a line, such as a name: without control characters, line breaks and marks
   * of writing direction.
   */
  public Check line(String field, @Nullable String value, int longest) {
    Characters.InvalidCharacter flaw = value == null ? null : Characters.inLine(value);
    return flaw == null ? text(field, value, longest) : fault(field, flaw.found(), flaw.wanted());
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

  public Check subdomain(String field, @Nullable String value) {
    return value != null
            && value.length() <= LONGEST_SUBDOMAIN
            && DNS_SUBDOMAIN.matcher(value).matches()
        ? this
        : fault(
            field,
            value == null ? "nothing" : "'" + value + "'",
            "DNS labels joined by dots, such as 'cart' or 'cart.database': 1 to 253 of a-z, 0-9, '-'"
                + " and '.'");
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
    String wanted =
        "a duration from " + DurationFormat.format(least) + " to " + DurationFormat.format(most);
    if (value == null) {
      return fault(field, "nothing", wanted);
    }
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0
        ? this
        : fault(field, DurationFormat.format(value), wanted);
  }

  /** A time of a year from 0000 to 9999; null is {@link #present}'s. */
  public Check time(String field, @Nullable Instant value) {
    return value == null || !value.isBefore(EARLIEST) && !value.isAfter(LATEST)
        ? this
        : fault(field, value.toString(), "a time of a year from 0000 to 9999");
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

  /** Throws {@link InvalidEventException} with everything that was found wrong, or does nothing. */
  public void orThrow() {
    if (!faults.isEmpty()) {
      throw new InvalidEventException(faults);
    }
  }
}
