/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.alert.AlertTransition.LastCommand;
import org.jspecify.annotations.Nullable;

/**
 * The application of a Deployment, from the labels that deploy-svc sets and never from its name: an
 * application may itself be called {@code cart-canary}.
 *
 * @param name the application
 * @param track {@link #STABLE}, {@code canary} or {@code preview}
 * @param total replicas of the whole application while another release runs in parallel; otherwise
 *     null
 * @param command the command that created a canary or preview; null for the stable Deployment,
 *     whose commands come from Kafka
 */
public record AppSnapshot(
    String name, String track, @Nullable Integer total, @Nullable LastCommand command) {

  /** The track of the application's stable Deployment. */
  public static final String STABLE = "stable";

  /** Whether it is the stable Deployment, not a canary or preview. */
  public boolean stable() {
    return STABLE.equals(track);
  }
}
