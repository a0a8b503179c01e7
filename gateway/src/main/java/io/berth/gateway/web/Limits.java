/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.Check;

/** How much may be asked for at once. */
final class Limits {

  static final int MOST = 1000;

  private Limits() {}

  static int check(int limit) {
    Check.that().between("limit", limit, 1, MOST).orThrow();
    return limit;
  }
}
