/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.api;

import io.berth.localstack.cluster.kubelet.Metrics;
import io.berth.localstack.cluster.kubelet.PodStreams;
import io.berth.localstack.cluster.rules.Deletion;
import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Store;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers on one port as a Kubernetes API server does. */
public final class ApiServer {

  private static final Logger LOG = System.getLogger(ApiServer.class.getName());
  private static final int MAX_BODY = 3 << 20;
  private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private final Vertx vertx;
  private final Discovery discovery = new Discovery();
  private final ObjectRoutes objectRoutes;
  private final WatchRoutes watches;
  private final PodRoutes pods;
  private final MetricsRoutes metrics;
  private final RegistryRoutes registry = new RegistryRoutes();

  public ApiServer(
      Vertx vertx,
      Store store,
      Objects objects,
      Deletion deletion,
      PodStreams streams,
      Metrics metrics) {
    this.vertx = vertx;
    this.objectRoutes = new ObjectRoutes(store, objects, deletion);
    this.watches = new WatchRoutes(vertx, store);
    this.pods = new PodRoutes(vertx, objects, deletion, streams);
    this.metrics = new MetricsRoutes(store, objects, metrics);
  }

  /** The version that the server and its nodes say. */
  public static String version() {
    return Discovery.VERSION;
  }

  /** Listens on loopback; 0 takes a free port. */
  public HttpServer listen(String host, int port) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setWebSocketSubProtocols(PROTOCOLS)
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(32 << 10)
            .setMaxWebSocketMessageSize(MAX_BODY)
            .setMaxWebSocketFrameSize(MAX_BODY);
    return vertx.createHttpServer(options).requestHandler(this::accept).listen(port, host).await();
  }

  private void accept(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > MAX_BODY) {
      new Call(request, Buffer.buffer())
          .fail(
              new ApiError(
                  413,
                  "RequestEntityTooLarge",
                  "Request entity too large: limit is " + MAX_BODY,
                  null,
                  ""));
      return;
    }
    if (request.method().name().equals("GET")) {
      answer(new Call(request, Buffer.buffer()));
    } else {
      request.body().onSuccess(body -> answer(new Call(request, body)));
    }
  }

  private void answer(Call call) {
    try {
      route(call);
    } catch (ApiError e) {
      call.fail(e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, call.request().method() + " " + call.request().path() + " failed", e);
      call.fail(new ApiError(500, "InternalError", "Internal error occurred: " + e, null, ""));
    }
  }

  private void route(Call call) {
    String path = call.request().path();
    if (registry.handle(call.request())) {
      return;
    }
    Optional<Target> target = Target.parse(path);
    if (target.isPresent()) {
      route(target.get(), call);
      return;
    }
    ObjectNode discovered = discovery.answer(path);
    if (discovered != null) {
      call.answer(200, discovered);
    } else if (List.of("/healthz", "/readyz", "/livez").contains(path)) {
      call.text("ok");
    } else if (path.startsWith("/apis/authorization.k8s.io/v1/selfsubject")) {
      call.answer(201, allowed(call.object()));
    } else {
      throw new ApiError(
          404, "NotFound", "the server could not find the requested resource", null, "");
    }
  }

  private void route(Target target, Call call) {
    boolean get = call.request().method().name().equals("GET");
    if (target.resource().group().equals("metrics.k8s.io")) {
      call.answer(200, metrics.answer(target, call));
    } else if (get && call.flag("watch")) {
      watches.handle(target, call);
    } else if (target.subresource().isEmpty() || !pods.handle(target, call)) {
      objectRoutes.handle(target, call);
    }
  }

  /** There are no roles here: everybody may do everything. */
  private static ObjectNode allowed(ObjectNode review) {
    review
        .putObject("status")
        .put("allowed", true)
        .put("reason", "simulated clusters allow everything");
    return review;
  }
}
