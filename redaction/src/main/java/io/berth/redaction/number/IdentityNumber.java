/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.number;

/**
 * Checks whether digits are a Chinese identity card number: province, birth date and the GB 11643
 * checksum.
 */
final class IdentityNumber {

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private IdentityNumber() {}

  /**
   * @param digits 18 digits, or 17 where an X follows
   * @param x whether an X follows
   */
  static boolean is(CharSequence digits, boolean x) {
    boolean complete = digits.length() == 18 || digits.length() == 17 && x;
    if (!complete || !hasProvince(digits) || !hasBirthDate(digits)) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (digits.charAt(i) - '0') * WEIGHTS[i];
    }
    char check = digits.length() == 18 ? digits.charAt(17) : 'X';
    return CHECKS.charAt(sum % 11) == check;
  }

  /** GB/T 2260: provinces, and since 2018 the residence permits of Hong Kong, Macao and Taiwan. */
  private static boolean hasProvince(CharSequence digits) {
    return switch (Integer.parseInt(digits, 0, 2, 10)) {
      case 11, 12, 13, 14, 15, 21, 22, 23 -> true;
      case 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46 -> true;
      case 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91 -> true;
      default -> false;
    };
  }

  private static boolean hasBirthDate(CharSequence digits) {
    int year = Integer.parseInt(digits, 6, 10, 10);
    int month = Integer.parseInt(digits, 10, 12, 10);
    int day = Integer.parseInt(digits, 12, 14, 10);
    return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
}
