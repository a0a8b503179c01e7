/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The gateway's API as the story needs it. Every call throws {@link ScenarioFailedException} when
 * it is refused, and {@link GatewayUnavailableException} when nobody answers.
 */
public interface GatewayApi {

  JsonNode get(String path);

  /**
   * @param idempotencyKey the same key again is the same request
   */
  JsonNode post(String path, Map<String, ?> body, String idempotencyKey);

  JsonNode put(String path, Map<String, ?> body);

  void delete(String path);
}
