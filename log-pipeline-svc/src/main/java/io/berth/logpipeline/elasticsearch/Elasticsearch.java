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
import java.net.URI;
import java.util.Arrays;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A connection to Elasticsearch; connects when it is first used. */
public final class Elasticsearch implements AutoCloseable {

  /**
   * An answer, whatever its status.
   *
   * @param status HTTP's
   * @param body JSON; missing where there was none
   */
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status < 300;
    }
  }

  private final Rest5Client client;

  /**
   * @param addresses by commas
   */
  public Elasticsearch(String addresses) {
    URI[] nodes =
        Arrays.stream(addresses.split(",")).map(String::strip).map(URI::create).toArray(URI[]::new);
    client =
        Rest5Client.builder(nodes)
            .setRequestConfigCallback(
                config ->
                    config
                        .setResponseTimeout(Timeout.ofSeconds(30))
                        .setConnectionRequestTimeout(Timeout.ofSeconds(5)))
            // What to try again, and when, is for those to decide who have the documents.
            .setHttpClientConfigCallback(http -> http.disableAutomaticRetries())
            .setConnectionConfigCallback(config -> config.setConnectTimeout(Timeout.ofSeconds(5)))
            .build();
  }

  Answer get(String path) throws IOException {
    return ask(new Request("GET", path), null, ContentType.APPLICATION_JSON);
  }

  Answer send(String method, String path, byte[] json) throws IOException {
    return ask(new Request(method, path), json, ContentType.APPLICATION_JSON);
  }

  Answer bulk(String path, byte[] lines) throws IOException {
    return ask(new Request("POST", path), lines, ContentType.create("application/x-ndjson"));
  }

  private Answer ask(Request request, byte @Nullable [] body, ContentType type) throws IOException {
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body, type));
    }
    try {
      return answer(client.performRequest(request));
    } catch (ResponseException e) {
      return answer(e.getResponse());
    }
  }

  private static Answer answer(Response response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer(response.getStatusCode(), EventJson.mapper().missingNode());
    }
    try (InputStream in = entity.getContent()) {
      return new Answer(response.getStatusCode(), EventJson.mapper().readTree(in));
    } catch (JacksonException e) {
      return new Answer(response.getStatusCode(), EventJson.mapper().missingNode());
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
