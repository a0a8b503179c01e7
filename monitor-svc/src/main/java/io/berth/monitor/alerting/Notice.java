/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition;

/**
 * Something that people are to be told: an alert began to fire, or it resolved after they were told
 * that it fires.
 *
 * @param kind which of the two
 * @param reason why now, such as {@code silence-ended}
 * @param transition the alert as it is
 */
public record Notice(Kind kind, String reason, AlertTransition transition) {

  /** What is told. */
  public enum Kind {
    FIRING,
    RESOLVED
  }

  /** Says the same notice again under the same name, so that a receiver can drop a repeat. */
  public String idFor(String receiver) {
    return transition.fingerprint()
        + "/"
        + transition.generation()
        + "/"
        + kind.name().toLowerCase(java.util.Locale.ROOT)
        + "/"
        + receiver;
  }
}
