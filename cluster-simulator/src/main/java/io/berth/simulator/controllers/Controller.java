/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import java.time.Instant;

/** Reconciles the observed state with the desired state; called again and again. */
public interface Controller {

  void reconcile(Instant now);
}
