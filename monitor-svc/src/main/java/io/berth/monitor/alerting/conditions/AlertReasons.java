/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

/**
 * The reasons of alerts about missing replicas. Part of the contract: deploy-svc decides by them
 * whether an alert counts against a roll-out.
 */
public final class AlertReasons {

  /** The annotation's key. */
  public static final String KEY = "reason";

  /** Replicas were available, and none is now. */
  public static final String BECAME_UNAVAILABLE = "BecameUnavailable";

  /** Pods were ready, and are not now. */
  public static final String BECAME_NOT_READY = "BecameNotReady";

  /** It never became available within the time allowed for its start. */
  public static final String STARTUP_BUDGET_EXCEEDED = "StartupBudgetExceeded";

  private AlertReasons() {}
}
