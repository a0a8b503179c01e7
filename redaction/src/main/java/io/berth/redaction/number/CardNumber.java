/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.number;

import java.util.Set;

/** Checks whether digits are a payment card number: issuer range, length, Luhn checksum. */
final class CardNumber {

  private static final Set<Integer> MAESTRO =
      Set.of(5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763);

  private CardNumber() {}

  static boolean is(CharSequence digits) {
    return digits.length() >= 13
        && digits.length() <= 19
        && hasIssuer(digits)
        && passesLuhn(digits);
  }

  private static boolean hasIssuer(CharSequence digits) {
    int length = digits.length();
    int four = Integer.parseInt(digits, 0, 4, 10);
    int two = four / 100;
    int three = four / 10;
    if (four / 1000 == 4) {
      return length == 13 || length == 16 || length == 19; // Visa
    }
    if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
      return length == 16; // Mastercard
    }
    if (two == 34 || two == 37) {
      return length == 15; // American Express
    }
    if (three >= 300 && three <= 305 || two == 36 || two == 38 || two == 39) {
      return length >= 14; // Diners Club
    }
    if (MAESTRO.contains(four)) {
      return true;
    }
    return length >= 16
        && (two == 62 // UnionPay
            || four >= 8100 && four <= 8171 // UnionPay, since 2015
            || four == 6011
            || three >= 644 && three <= 649
            || two == 65 // Discover
            || four >= 3528 && four <= 3589 // JCB
            || four >= 2200 && four <= 2204); // Mir
  }

  /** ISO/IEC 7812-1, annex B: every second digit from the right doubled, sum divisible by ten. */
  private static boolean passesLuhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = digit * 2;
      sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }
}
