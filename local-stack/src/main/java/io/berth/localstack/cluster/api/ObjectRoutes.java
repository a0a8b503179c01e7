/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.api;

import io.berth.localstack.cluster.patch.JsonPatch;
import io.berth.localstack.cluster.patch.MergePatch;
import io.berth.localstack.cluster.patch.StrategicMerge;
import io.berth.localstack.cluster.rules.Deletion;
import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.selector.Selector;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Get, list, create, update, patch, apply and delete of every kind of object. */
final class ObjectRoutes {

  private static final String PATCHES =
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

  private final Store store;
  private final Objects objects;
  private final Deletion deletion;

  ObjectRoutes(Store store, Objects objects, Deletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  void handle(Target target, Call call) {
    switch (call.request().method().name()) {
      case "GET" -> call.answer(200, get(target, call));
      case "POST" -> call.answer(201, create(target, call));
      case "PUT" -> call.answer(200, put(target, call));
      case "PATCH" -> patch(target, call);
      case "DELETE" -> call.answer(200, delete(target, call));
      default -> throw notAllowed();
    }
  }

  private JsonNode get(Target target, Call call) {
    if (!target.isCollection()) {
      return objects.get(target.key(), target.subresource());
    }
    Store.Snapshot found = store.list(target.resource(), target.namespace());
    return Lists.of(
        target.resource(), found, call.selector(), call.number("limit", 0), call.param("continue"));
  }

  private JsonNode create(Target target, Call call) {
    if (!target.isCollection()) {
      throw notAllowed();
    }
    ObjectNode body = call.object();
    check(target, body);
    return objects.create(target.resource(), target.namespace(), body, call.options());
  }

  private JsonNode put(Target target, Call call) {
    if (target.isCollection()) {
      throw notAllowed();
    }
    ObjectNode body = call.object();
    if (!target.subresource().equals("scale")) {
      check(target, body);
    }
    return objects.update(target.key(), plain(target), body, call.options());
  }

  private void patch(Target target, Call call) {
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
              throw ApiError.unsupported(PATCHES + ", application/strategic-merge-patch+json");
        };
    call.answer(200, result);
  }

  private JsonNode delete(Target target, Call call) {
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
    ObjectNode gone = Lists.of(target.resource(), found, selector, 0, "");
    found.items().stream()
        .filter(selector)
        .forEach(o -> deletion.delete(Meta.key(target.resource(), o), options, dryRun));
    return gone;
  }

  /** The finalize subresource of namespaces is a plain update. */
  private static String plain(Target target) {
    return target.subresource().equals("finalize") ? "" : target.subresource();
  }

  private static void check(Target target, ObjectNode body) {
    String kind = Json.text(body, "kind");
    String version = Json.text(body, "apiVersion");
    boolean other = !kind.isEmpty() && !kind.equals(target.resource().kind());
    if (other || (!version.isEmpty() && !version.equals(target.resource().apiVersion()))) {
      throw ApiError.badRequest(
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

  private static ApiError notAllowed() {
    return new ApiError(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        null,
        "");
  }
}
