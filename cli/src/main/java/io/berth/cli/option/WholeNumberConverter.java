/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A whole number as the files have it: ASCII digits, no plus sign, no leading zero. What others
 * read as an octal number, {@code 010}, or in the digits of another script is refused and not
 * converted.
 */
public final class WholeNumberConverter<N extends Number> implements ITypeConverter<N> {

  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");

  private final Function<String, N> read;
  private final N most;

  private WholeNumberConverter(Function<String, N> read, N most) {
    this.read = read;
    this.most = most;
  }

  public static WholeNumberConverter<Integer> ofInteger() {
    return new WholeNumberConverter<>(Integer::valueOf, Integer.MAX_VALUE);
  }

  public static WholeNumberConverter<Long> ofLong() {
    return new WholeNumberConverter<>(Long::valueOf, Long.MAX_VALUE);
  }

  @Override
  public N convert(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        return read.apply(text);
      } catch (NumberFormatException _) {
        // It is too large.
      }
    }
    throw new TypeConversionException(
        "found '"
            + text
            + "', wanted a whole number of at most "
            + most
            + ", in decimal digits alone, such as 3");
  }
}
