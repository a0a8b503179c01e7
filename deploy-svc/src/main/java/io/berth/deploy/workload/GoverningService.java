/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.workload;

/**
 * The Service without an address that gives the pods of a StatefulSet their names in DNS: {@code
 * cart-0.cart--headless.shop.svc}.
 */
public final class GoverningService {

  private static final String SUFFIX = "--headless";

  private GoverningService() {}

  /** Its name, which no application can have. */
  public static String nameFor(String app) {
    return app + SUFFIX;
  }

  /** Whether an application of that name would collide with another's. */
  public static boolean isReserved(String app) {
    return app.endsWith(SUFFIX);
  }
}
