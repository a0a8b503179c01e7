/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

/** The decision about a record. */
public enum LimitDecision {
  /** The record is kept. */
  KEPT("kept"),
  /** Left out by the rate of its level. */
  SAMPLED_OUT("sampling"),
  /** One record too many. */
  OVER_RECORDS("quota-records"),
  /** Too many bytes. */
  OVER_BYTES("quota-bytes");

  private final String rule;

  LimitDecision(String rule) {
    this.rule = rule;
  }

  /** The rule's name, in metrics. */
  public String rule() {
    return rule;
  }
}
