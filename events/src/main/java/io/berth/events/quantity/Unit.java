/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import java.math.BigDecimal;

/** What a record counts a resource in. */
enum Unit {
  MILLICORES(
      "millicores",
      BigDecimal.valueOf(1000),
      "CPU as Kubernetes writes it, such as 500m, 0.5 or 2"),
  BYTES(
      "bytes", BigDecimal.ONE, "memory as Kubernetes writes it, such as 256Mi, 1.5Gi or 268435456");

  private final String words;
  private final BigDecimal scale;
  private final String wanted;

  /**
   * @param words its plural
   * @param scale how many of it are one of what a quantity counts: cores, bytes
   * @param wanted how it is written
   */
  Unit(String words, BigDecimal scale, String wanted) {
    this.words = words;
    this.scale = scale;
    this.wanted = wanted;
  }

  String words() {
    return words;
  }

  BigDecimal of(BigDecimal amount) {
    return amount.multiply(scale);
  }

  String wanted() {
    return wanted;
  }
}
