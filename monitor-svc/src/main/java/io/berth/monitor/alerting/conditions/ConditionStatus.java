/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

/** The status of a rule's condition for a subject at one time. */
public enum ConditionStatus {
  /** The rule's threshold is reached. */
  HOLDS,
  /** Between the thresholds for firing and for recovery. */
  BETWEEN,
  /** At or below the threshold for recovery. */
  CLEAR,
  /** Unknown: the inputs are old or missing. */
  STALE,
  /** The subject was deleted. */
  SUBJECT_DELETED,
  /** The rule was removed or disabled. */
  RULE_DELETED
}
