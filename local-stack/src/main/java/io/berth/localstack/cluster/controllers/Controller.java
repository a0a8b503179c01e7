/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import java.time.Instant;

/** Brings what it cares for from as it is to as it shall be; called again and again. */
public interface Controller {

  void reconcile(Instant now);
}
