/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

/**
 * What a part says of itself.
 *
 * @param isUp whether it does its work
 * @param detail what is wrong, in its own words; empty when it is up
 */
record Health(boolean isUp, String detail) {

  static final Health UP = new Health(true, "");

  static Health down(String detail) {
    return new Health(false, detail);
  }
}
