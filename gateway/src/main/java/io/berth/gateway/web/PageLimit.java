/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.Check;

/** The limit of items in one response. */
final class PageLimit {

  static final int MAX = 1000;

  private PageLimit() {}

  static int check(int limit) {
    Check.that().between("limit", limit, 1, MAX).orThrow();
    return limit;
  }
}
