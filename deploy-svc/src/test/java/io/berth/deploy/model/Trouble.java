/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

/**
 * What goes wrong during a step.
 *
 * @param at before which call of the instance
 * @param skip how many such calls are let through first
 * @param effect what happens
 * @param steps how many of the following steps happen meanwhile, where the instance is paused
 */
record Trouble(Point at, int skip, Effect effect, int steps) {

  /** A call that leaves the process. */
  enum Point {
    READ,
    LIST,
    CREATE_RELEASE,
    PATCH_RELEASE,
    WRITE_NAMESPACE,
    WRITE_LIMITS,
    WRITE_CONFIG,
    WRITE_SERVICE,
    WRITE_BUDGET,
    CREATE_DEPLOYMENT,
    WRITE_DEPLOYMENT,
    DRY_RUN,
    DELETE,
    PUBLISH_ACCEPTED,
    PUBLISH_APPLIED,
    PUBLISH_VERDICT,
    COMMIT
  }

  /** What happens at that call. */
  enum Effect {
    /** The process dies before it. */
    DIE_BEFORE,
    /** The process dies when it has taken effect. */
    DIE_AFTER,
    /** It fails and has no effect. */
    FAIL_BEFORE,
    /** It takes effect, and the response is lost. */
    FAIL_AFTER,
    /** The process is paused before it, other steps happen, then it continues. */
    PAUSE,
    /** Somebody else writes the object right before it. */
    FOREIGN_WRITE
  }

  @Override
  public String toString() {
    return effect
        + " at "
        + at
        + (skip == 0 ? "" : " #" + (skip + 1))
        + (effect == Effect.PAUSE ? ", for " + steps + " steps" : "");
  }
}
