/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.events.AppRef;
import java.util.LinkedHashMap;

/**
 * From which version on a list tells of everything that this service wrote of an application. It is
 * remembered for good: of several API servers the next one asked may be behind the one before.
 */
final class Freshness {

  private static final int MOST_APPS = 10_000;

  /** Of an application that was erased: no answer said at which version. */
  private static final String UNKNOWN = "";

  private final LinkedHashMap<AppRef, String> needed = new LinkedHashMap<>(64, 0.75f, true);

  /** Of all that were forgotten, the highest. */
  private String rest = "0";

  synchronized void wrote(AppRef app, String version) {
    needed.merge(app, version, Freshness::later);
    if (needed.size() > MOST_APPS) {
      rest = later(rest, needed.pollFirstEntry().getValue());
    }
  }

  synchronized void erased(AppRef app) {
    needed.put(app, UNKNOWN);
  }

  /**
   * @param version of a list, as the API server gave it
   */
  synchronized boolean covers(AppRef app, String version) {
    String least = needed.getOrDefault(app, rest);
    return !least.equals(UNKNOWN) && OwnWrites.AGE.compare(version, least) >= 0;
  }

  private static String later(String one, String other) {
    return OwnWrites.AGE.compare(one, other) < 0 ? other : one;
  }
}
