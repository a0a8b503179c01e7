/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

/** What a condition says of a subject at one time. */
enum Signal {
  /** It is as bad as the rule says. */
  HOLDS,
  /** Neither bad enough to fire nor good enough to recover. */
  BETWEEN,
  /** All is well. */
  CLEAR,
  /** Nobody knows: the inputs are old or missing. */
  STALE,
  /** What it was about is not there any more. */
  GONE,
  /** The rule was removed or switched off. */
  RULE_GONE
}
