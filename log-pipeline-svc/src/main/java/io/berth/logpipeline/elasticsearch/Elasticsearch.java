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

  /**
   * An answer that is not read yet.
   *
   * @param status HTTP's
   * @param body as it came; empty where there was none
   */
  record Bytes(int status, byte[] body) {
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
    return json(ask(new Request("GET", path), null, ContentType.APPLICATION_JSON));
  }

  Answer send(String method, String path, byte[] json) throws IOException {
    return json(ask(new Request(method, path), json, ContentType.APPLICATION_JSON));
  }

  Answer sendLines(String path, byte[] lines) throws IOException {
    return json(bulk(path, lines));
  }

  Bytes bulk(String path, byte[] lines) throws IOException {
    return ask(new Request("POST", path), lines, ContentType.create("application/x-ndjson"));
  }

  private Bytes ask(Request request, byte @Nullable [] body, ContentType type) throws IOException {
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body, type));
    }
    try {
      return bytes(client.performRequest(request));
    } catch (ResponseException e) {
      return bytes(e.getResponse());
    }
  }

  private static Answer json(Bytes bytes) {
    return new Answer(bytes.status(), bytes.json());
  }

  private static Bytes bytes(Response response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Bytes(response.getStatusCode(), new byte[0]);
    }
    try (InputStream in = entity.getContent()) {
      return new Bytes(response.getStatusCode(), in.readAllBytes());
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
