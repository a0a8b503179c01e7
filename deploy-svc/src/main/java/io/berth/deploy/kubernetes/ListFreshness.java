/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.kubernetes.ReadYourWritesCache.WrittenVersions;
import io.berth.events.AppRef;
import java.util.LinkedHashMap;

/**
 * The resource version from which on a list contains everything that this service wrote of an
 * application. Remembered, because the next API server that answers may be behind the previous one.
 */
final class ListFreshness {

  private static final int MAX_APPS = 10_000;

  /** For a deleted application: no response named a version. */
  private static final String UNKNOWN = "";

  private final LinkedHashMap<AppRef, String> needed = new LinkedHashMap<>(64, 0.75f, true);

  /** The highest version of all evicted entries. */
  private String rest = "0";

  synchronized void recordWrite(AppRef app, String version) {
    needed.merge(app, version, ListFreshness::later);
    if (needed.size() > MAX_APPS) {
      rest = later(rest, needed.pollFirstEntry().getValue());
    }
  }

  synchronized void recordDelete(AppRef app) {
    needed.put(app, UNKNOWN);
  }

  /**
   * @param version of a list, as the API server gave it
   */
  synchronized boolean covers(AppRef app, String version) {
    String least = needed.getOrDefault(app, rest);
    return !least.equals(UNKNOWN) && WrittenVersions.AGE.compare(version, least) >= 0;
  }

  private static String later(String one, String other) {
    return WrittenVersions.AGE.compare(one, other) < 0 ? other : one;
  }
}
