/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import java.math.BigInteger;
import java.util.Collection;

/**
 * Arithmetic that saturates instead of overflowing: an overflowing sum would be negative, and a
 * negative load scales in.
 */
final class SaturatedMath {

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private SaturatedMath() {}

  /** The sum of all. */
  static long sum(Collection<Long> values) {
    return toLong(exactSum(values));
  }

  /** The exact average of at least one value, rounded towards zero. */
  static long average(Collection<Long> values) {
    return toLong(exactSum(values).divide(BigInteger.valueOf(values.size())));
  }

  /** {@code factor · numerator / denominator}, rounded towards zero; the denominator is not 0. */
  static long proportion(long factor, BigInteger numerator, BigInteger denominator) {
    return toLong(BigInteger.valueOf(factor).multiply(numerator).divide(denominator));
  }

  static BigInteger exactSum(Collection<Long> values) {
    BigInteger sum = BigInteger.ZERO;
    long run = 0;
    for (long value : values) {
      long next = run + value;
      if (((run ^ next) & (value ^ next)) < 0) {
        sum = sum.add(BigInteger.valueOf(run));
        next = value;
      }
      run = next;
    }
    return sum.add(BigInteger.valueOf(run));
  }

  static int toInt(long value) {
    return (int) Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long toLong(BigInteger value) {
    return value.max(MIN_LONG).min(MAX_LONG).longValue();
  }
}
