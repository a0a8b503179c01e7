/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity as somebody wrote it, in the grammar of Kubernetes' {@code resource.Quantity}: a
 * decimal number, and behind it a decimal suffix (n, u, m, k, M, G, T, P, E), a binary one (Ki, Mi,
 * Gi, Ti, Pi, Ei) or an exponent (e3, E3). It is looked at when it is asked for in a unit. Unlike
 * Kubernetes, which rounds up, it is refused where it is no whole number of that unit. In JSON it
 * is a text or a number, which is why it is no record.
 */
public final class Quantity {

  /** Longer than any that fits, and short enough to be computed with. */
  private static final int LONGEST = 100;

  /** The texts that are read, as a regular expression. */
  public static final String GRAMMAR =
      "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:([numk]|[MGTPE]i?|Ki)|[eE]([+-]?[0-9]{1,9}))?";

  private static final Pattern PARTS = Pattern.compile(GRAMMAR);

  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.valueOf(1, 9)),
          Map.entry("u", BigDecimal.valueOf(1, 6)),
          Map.entry("m", BigDecimal.valueOf(1, 3)),
          Map.entry("k", BigDecimal.valueOf(1, -3)),
          Map.entry("M", BigDecimal.valueOf(1, -6)),
          Map.entry("G", BigDecimal.valueOf(1, -9)),
          Map.entry("T", BigDecimal.valueOf(1, -12)),
          Map.entry("P", BigDecimal.valueOf(1, -15)),
          Map.entry("E", BigDecimal.valueOf(1, -18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String text;

  /**
   * @param text as it was written
   */
  public Quantity(String text) {
    this.text = text;
  }

  /**
   * As CPU: thousandths of a core, at least 0.
   *
   * @throws InvalidEventException where it is none, with how to write it
   */
  public long millicores() {
    return in(Unit.MILLICORES);
  }

  /**
   * As memory: bytes, at least 0.
   *
   * @throws InvalidEventException where it is none, with how to write it
   */
  public long bytes() {
    return in(Unit.BYTES);
  }

  long in(Unit unit) {
    BigDecimal amount =
        unit.of(
            amount()
                .orElseThrow(() -> fault(unit.wanted() + Suggestion.forUnreadable(this, unit))));
    if (amount.signum() < 0) {
      throw fault(unit.wanted() + ", and not less than 0");
    }
    BigDecimal shortest = amount.stripTrailingZeros();
    if (shortest.scale() > 0) {
      throw fault(fraction(unit, shortest));
    }
    if (shortest.precision() - shortest.scale() > 19 || shortest.compareTo(MOST) > 0) {
      throw fault(unit.wanted() + ", at most " + Long.MAX_VALUE + " " + unit.words());
    }
    return shortest.longValueExact();
  }

  /** In cores or bytes, whatever it stands for; empty where it is no quantity at all. */
  Optional<BigDecimal> amount() {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = PARTS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    String exponent = matcher.group(3);
    if (exponent != null) {
      return Optional.of(number.scaleByPowerOfTen(Integer.parseInt(exponent)));
    }
    return Optional.of(suffix == null ? number : number.multiply(FACTORS.get(suffix)));
  }

  private String fraction(Unit unit, BigDecimal found) {
    boolean shown = found.precision() < 40 && found.scale() < 40;
    String exactly =
        "a whole number of "
            + unit.words()
            + (shown ? ", and this is " + found.toPlainString() : "");
    String suggestion = Suggestion.forTooLittle(this, unit);
    return suggestion.isEmpty() && shown
        ? exactly + "; rounded up it is " + Suggestion.roundedUp(found, unit)
        : exactly + suggestion;
  }

  private InvalidEventException fault(String wanted) {
    return new InvalidEventException(List.of(new InvalidField("", "'" + text + "'", wanted)));
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
