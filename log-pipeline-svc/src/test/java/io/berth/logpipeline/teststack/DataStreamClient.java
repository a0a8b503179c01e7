/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.teststack;

import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A data stream, looked at past the service. */
public final class DataStreamClient {

  private final HttpClient http;
  private final String url;
  private final String name;
  private final String authorization;

  public DataStreamClient(String url, String name) {
    this(HttpClient.newHttpClient(), url, name, "");
  }

  /** Where it wants to know who asks. */
  public DataStreamClient(HttpClient http, String url, String name, String authorization) {
    this.http = http;
    this.url = url;
    this.name = name;
    this.authorization = authorization;
  }

  /** Says whether there was anything to roll over. */
  public boolean rollOver() {
    return ask("POST", "/" + name + "/_rollover", "").path("rolled_over").asBoolean(false);
  }

  public int generations() {
    return ask("GET", "/" + name + "/_settings", "").size();
  }

  public long count() {
    ask("POST", "/" + name + "/_refresh", "");
    return ask("GET", "/" + name + "/_count", "").path("count").asLong(0);
  }

  /** The ids of all documents, each as often as it is there, sorted. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>();
    eachId(ids::add);
    ids.sort(null);
    return ids;
  }

  /** Looks at the ids of all documents. */
  public void eachId(Consumer<String> look) {
    ask("POST", "/" + name + "/_refresh", "");
    // At one point in time and in the order in which they lie there: no order has to be made.
    String point = ask("POST", "/" + name + "/_pit?keep_alive=5m", "").path("id").asString();
    JsonNode hits = page(point, "");
    while (!hits.isEmpty()) {
      hits.forEach(hit -> look.accept(hit.path("_id").asString()));
      hits = page(point, ",\"search_after\":" + hits.get(hits.size() - 1).path("sort"));
    }
    ask("DELETE", "/_pit", "{\"id\":\"" + point + "\"}");
  }

  private JsonNode page(String point, String after) {
    String path = "/_search?filter_path=hits.hits._id,hits.hits.sort";
    String where = "\"pit\":{\"id\":\"" + point + "\",\"keep_alive\":\"5m\"}";
    String how = "\"size\":10000,\"_source\":false,\"track_total_hits\":false";
    String body = "{" + where + "," + how + ",\"sort\":[\"_shard_doc\"]" + after + "}";
    return ask("POST", path, body).at("/hits/hits");
  }

  /** Those of them that begin so. */
  public List<String> idsWith(String beginning) {
    return ids().stream().filter(id -> id.startsWith(beginning)).toList();
  }

  private JsonNode ask(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      // Of the stream; what else is not found is filtered out of the answer.
      String absent = "index_not_found|resource_not_found|no_shard_available_action";
      boolean notYet = answer.body().matches(".*(" + absent + ")_exception.*");
      if (answer.statusCode() >= 300 && !notYet) {
        throw new IllegalStateException(method + " " + path + " is answered " + answer.body());
      }
      return EventJson.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
