/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

/** Tells whether the view contains what Kafka had when the gateway started. */
@FunctionalInterface
public interface ViewReadiness {

  boolean isCaughtUp();
}
