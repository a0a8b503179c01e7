/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.patch.JsonPatch;
import io.berth.simulator.patch.MergePatch;
import io.berth.simulator.patch.StrategicMerge;
import io.berth.simulator.printing.TablePrinter;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.selector.Selector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Get, list, create, update, patch, apply and delete of every kind of object. */
final class ObjectRoutes {

  private static final String PATCHES =
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;

  ObjectRoutes(Store store, RestStorage objects, ObjectDeletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  void handle(RequestPath target, ApiRequest call) {
    switch (call.request().method().name()) {
      case "GET" -> call.answer(200, printed(target, call, get(target, call)));
      case "POST" -> call.answer(201, create(target, call));
      case "PUT" -> call.answer(200, put(target, call));
      case "PATCH" -> patch(target, call);
      case "DELETE" -> call.answer(200, delete(target, call));
      default -> throw notAllowed();
    }
  }

  private JsonNode get(RequestPath target, ApiRequest call) {
    if (!target.isCollection()) {
      return objects.get(target.key(), target.subresource());
    }
    Store.Snapshot found = store.list(target.resource(), target.namespace());
    return ListResponse.of(
        target.resource(), found, call.selector(), call.number("limit", 0), call.param("continue"));
  }

  private static JsonNode printed(RequestPath target, ApiRequest call, JsonNode found) {
    return call.wantsTable() && target.subresource().isEmpty()
        ? TablePrinter.print(target.resource(), found, call.param("includeObject"), Instant.now())
        : found;
  }

  private JsonNode create(RequestPath target, ApiRequest call) {
    if (!target.isCollection()) {
      throw notAllowed();
    }
    ObjectNode body = call.object();
    check(target, body);
    return objects.create(target.resource(), target.namespace(), body, call.options());
  }

  private JsonNode put(RequestPath target, ApiRequest call) {
    if (target.isCollection()) {
      throw notAllowed();
    }
    ObjectNode body = call.object();
    if (!target.subresource().equals("scale")) {
      check(target, body);
    }
    return objects.update(target.key(), plain(target), body, call.options());
  }

  private void patch(RequestPath target, ApiRequest call) {
    if (target.isCollection()) {
      throw notAllowed();
    }
    String sub = plain(target);
    if (call.contentType().equals("application/apply-patch+yaml")) {
      boolean isNew = objects.find(target.key()) == null;
      ObjectNode body = call.object();
      check(target, body);
      call.answer(isNew ? 201 : 200, objects.apply(target.key(), sub, body, call.options()));
      return;
    }
    JsonNode body = call.tree();
    ObjectNode result =
        switch (call.contentType()) {
          case "application/json-patch+json" ->
              objects.patch(target.key(), sub, o -> JsonPatch.apply(o, body), call.options());
          case "application/merge-patch+json", "application/json" ->
              objects.patch(
                  target.key(),
                  sub,
                  o -> (ObjectNode) MergePatch.apply(o, call.object()),
                  call.options());
          case "application/strategic-merge-patch+json" ->
              objects.patch(
                  target.key(), sub, o -> StrategicMerge.apply(o, call.object()), call.options());
          default ->
              throw ApiException.unsupported(PATCHES + ", application/strategic-merge-patch+json");
        };
    call.answer(200, result);
  }

  private JsonNode delete(RequestPath target, ApiRequest call) {
    ObjectNode options = call.object();
    String grace = call.param("gracePeriodSeconds");
    if (!grace.isEmpty()) {
      options.put("gracePeriodSeconds", call.number("gracePeriodSeconds", 0));
    }
    if (!call.param("propagationPolicy").isEmpty()) {
      options.put("propagationPolicy", call.param("propagationPolicy"));
    }
    boolean dryRun =
        call.param("dryRun").equals("All")
            || options.path("dryRun").valueStream().anyMatch(d -> d.asString("").equals("All"));
    if (!target.isCollection()) {
      return deletion.delete(target.key(), options, dryRun);
    }
    Selector selector = call.selector();
    Store.Snapshot found = store.list(target.resource(), target.namespace());
    ObjectNode gone = ListResponse.of(target.resource(), found, selector, 0, "");
    found.items().stream()
        .filter(selector)
        .forEach(o -> deletion.delete(ObjectMeta.key(target.resource(), o), options, dryRun));
    return gone;
  }

  /** The finalize subresource of namespaces is a plain update. */
  private static String plain(RequestPath target) {
    return target.subresource().equals("finalize") ? "" : target.subresource();
  }

  private static void check(RequestPath target, ObjectNode body) {
    String kind = JsonTrees.text(body, "kind");
    String version = JsonTrees.text(body, "apiVersion");
    boolean other = !kind.isEmpty() && !kind.equals(target.resource().kind());
    if (other || (!version.isEmpty() && !version.equals(target.resource().apiVersion()))) {
      throw ApiException.badRequest(
          "the object provided is of kind "
              + version
              + "/"
              + kind
              + ", the path expects "
              + target.resource().apiVersion()
              + "/"
              + target.resource().kind());
    }
  }

  private static ApiException notAllowed() {
    return new ApiException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        null,
        "");
  }
}
