/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sends bulk requests over the low-level client that the typed client uses: same nodes, same
 * credentials, same TLS.
 */
public final class BulkClient {

  private static final ContentType LINES = ContentType.create("application/x-ndjson");

  /**
   * An answer that is not read yet.
   *
   * @param status HTTP's
   * @param body as it came; empty where there was none
   */
  record RawResponse(int status, byte[] body) {
    boolean isGood() {
      return status < 300;
    }

    /** Missing where it is no JSON. */
    JsonNode json() {
      try {
        return EventJson.mapper().readTree(body);
      } catch (JacksonException e) {
        return EventJson.mapper().missingNode();
      }
    }
  }

  private final Rest5Client client;

  public BulkClient(Rest5Client client) {
    this.client = client;
  }

  /** An answer, whatever its status. */
  RawResponse post(String path, byte[] lines) throws IOException {
    Request request = new Request("POST", path);
    request.setEntity(new ByteArrayEntity(lines, LINES));
    try {
      return answer(client.performRequest(request));
    } catch (ResponseException e) {
      return answer(e.getResponse());
    }
  }

  static RawResponse answer(Response response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new RawResponse(response.getStatusCode(), new byte[0]);
    }
    try (InputStream in = entity.getContent()) {
      return new RawResponse(response.getStatusCode(), in.readAllBytes());
    }
  }
}
