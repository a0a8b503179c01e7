/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

/**
 * How important an application is; the overcommit rules derive its requests from its limits by it.
 */
public enum Tier {
  /** Requests equal limits: Guaranteed. */
  CRITICAL,
  /** CPU request is half the limit. */
  STANDARD,
  /** CPU request is a fifth of the limit. */
  LOW,
  /** CPU request is a tenth of the limit. */
  BACKOFFICE
}
