/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.selector.Selector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request: its parameters read by their Kubernetes names, its answers written. */
record ApiRequest(HttpServerRequest request, Buffer body) {

  String param(String name) {
    String value = request.getParam(name);
    return value == null ? "" : value;
  }

  boolean flag(String name) {
    return param(name).equals("true") || param(name).equals("1");
  }

  int number(String name, int fallback) {
    String value = param(name);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(
          "strconv.ParseInt: parsing \"" + value + "\": invalid syntax (parameter " + name + ")");
    }
  }

  Selector selector() {
    return Selector.of(param("labelSelector"), param("fieldSelector"));
  }

  WriteOptions options() {
    return new WriteOptions(manager(), param("dryRun").equals("All"), flag("force"));
  }

  /** An apply names its manager; for the others the client's name is taken. */
  private String manager() {
    String said = param("fieldManager");
    if (!said.isEmpty() || contentType().equals("application/apply-patch+yaml")) {
      return said;
    }
    String agent = request.getHeader("User-Agent");
    return agent == null || agent.isBlank() ? "unknown" : agent.split("/", 2)[0];
  }

  String contentType() {
    String type = request.getHeader("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  /** Whether the client would rather have rows to print, as {@code kubectl get} does. */
  boolean wantsTable() {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("as=Table");
  }

  boolean isProtobuf() {
    return contentType().endsWith("protobuf");
  }

  JsonNode tree() {
    if (isProtobuf()) {
      throw new ApiException(
          415,
          "UnsupportedMediaType",
          "a simulated cluster reads JSON and YAML, but no protobuf, which 'kubectl create KIND'"
              + " sends. Write the object as a file: kubectl create ... --dry-run=client -o yaml |"
              + " kubectl apply -f -",
          null,
          "");
    }
    try {
      return body.length() == 0 ? JsonTrees.object() : JsonTrees.MAPPER.readTree(body.getBytes());
    } catch (JacksonException e) {
      throw ApiException.badRequest(
          "the object provided is unrecognized (must be of JSON): " + e.getOriginalMessage());
    }
  }

  ObjectNode object() {
    if (tree() instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the object provided is unrecognized: an object was expected");
  }

  void answer(int code, JsonNode node) {
    request
        .response()
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(JsonTrees.MAPPER.writeValueAsBytes(node)));
  }

  void fail(ApiException error) {
    answer(error.code(), error.status());
  }

  void text(String text) {
    request.response().putHeader("Content-Type", "text/plain").end(text);
  }
}
