/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.kubelet.PodStreams;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** What lies below a pod: its log, commands in it, its eviction. */
final class PodRoutes {

  private final Vertx vertx;
  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final PodStreams streams;

  PodRoutes(Vertx vertx, RestStorage objects, ObjectDeletion deletion, PodStreams streams) {
    this.vertx = vertx;
    this.objects = objects;
    this.deletion = deletion;
    this.streams = streams;
  }

  /** False when the subresource is one of every object. */
  boolean handle(RequestPath target, ApiRequest call) {
    if (target.resource() != ApiResources.PODS) {
      return false;
    }
    switch (target.subresource()) {
      case "log" -> log(target, call);
      case "exec" -> new PodExec(streams, objects).handle(target, call);
      case "eviction" -> call.answer(201, evict(target, call));
      case "portforward" ->
          throw ApiException.badRequest(
              "the pods of a simulated cluster open no ports, so none can be forwarded");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void log(RequestPath target, ApiRequest call) {
    ObjectNode pod = objects.get(target.key());
    PodStreams.PodLogOptions query =
        new PodStreams.PodLogOptions(
            call.param("container"),
            call.flag("previous"),
            call.number("tailLines", -1),
            call.number("limitBytes", -1),
            call.number("sinceSeconds", -1),
            call.flag("timestamps"));
    PodStreams.PodLog log = streams.log(pod, query);
    if (!call.flag("follow")) {
      call.text(log.text());
      return;
    }
    HttpServerResponse response = call.request().response();
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    response.writeHead();
    response.write(log.text());
    Context context = vertx.getOrCreateContext();
    AutoCloseable following =
        log.follow(
            line -> context.runOnContext(_ -> write(response, line)),
            () -> context.runOnContext(_ -> end(response)));
    response.closeHandler(_ -> close(following));
  }

  private static void write(HttpServerResponse response, String line) {
    if (!response.ended() && !response.closed()) {
      response.write(line);
    }
  }

  private static void end(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  private static void close(AutoCloseable following) {
    try {
      following.close();
    } catch (Exception e) {
      throw new IllegalStateException("a log could not be left", e);
    }
  }

  /** 429 when a disruption budget has nothing left. */
  private ObjectNode evict(RequestPath target, ApiRequest call) {
    ObjectNode pod = objects.get(target.key());
    for (ObjectNode budget : streams.budgets(pod)) {
      if (JsonTrees.number(budget, 0, "status", "disruptionsAllowed") < 1) {
        throw new ApiException(
            429,
            "TooManyRequests",
            "Cannot evict pod as it would violate the pod's disruption budget.",
            null,
            ObjectMeta.name(pod),
            java.util.List.of(
                new ApiException.StatusCause(
                    "DisruptionBudget",
                    "The disruption budget "
                        + ObjectMeta.name(budget)
                        + " needs "
                        + JsonTrees.number(budget, 0, "status", "desiredHealthy")
                        + " healthy pods and has "
                        + JsonTrees.number(budget, 0, "status", "currentHealthy")
                        + " currently",
                    "")));
      }
    }
    boolean dryRun = call.param("dryRun").equals("All");
    deletion.delete(
        new ObjectKey(ApiResources.PODS, target.namespace(), target.name()),
        call.object().path("deleteOptions"),
        dryRun);
    return JsonTrees.object()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Success")
        .put("code", 201);
  }
}
