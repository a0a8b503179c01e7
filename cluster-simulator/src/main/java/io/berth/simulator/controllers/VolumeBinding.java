/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the scheduler has to know about the claims of a pod. */
public interface VolumeBinding {

  /** The scheduler's words for why no node can have the pod; empty where its claims allow it. */
  Optional<String> refusal(JsonNode pod);

  /**
   * Binds the claims that have waited for a node.
   *
   * @return whether every claim of the pod is bound; if not, the pod is tried again
   */
  boolean bind(JsonNode pod, String node);
}
