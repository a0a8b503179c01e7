/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.kubelet.MetricsServer;
import io.berth.simulator.kubelet.PodStreams;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.Store;
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
      RestStorage objects,
      ObjectDeletion deletion,
      PodStreams streams,
      MetricsServer metrics) {
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
      new ApiRequest(request, Buffer.buffer()).fail(tooLarge());
      return;
    }
    if (request.method().name().equals("GET")) {
      answer(new ApiRequest(request, Buffer.buffer()));
    } else {
      request.body().onSuccess(body -> answer(new ApiRequest(request, body)));
    }
  }

  private static ApiException tooLarge() {
    return new ApiException(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + MAX_BODY, null, "");
  }

  private void answer(ApiRequest call) {
    if (call.body().length() > MAX_BODY) {
      call.fail(tooLarge());
      return;
    }
    try {
      route(call);
    } catch (ApiException e) {
      call.fail(e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, call.request().method() + " " + call.request().path() + " failed", e);
      call.fail(new ApiException(500, "InternalError", "Internal error occurred: " + e, null, ""));
    }
  }

  private void route(ApiRequest call) {
    String path = call.request().path();
    if (registry.handle(call.request())) {
      return;
    }
    Optional<RequestPath> target = RequestPath.parse(path);
    if (target.isPresent()) {
      route(target.get(), call);
      return;
    }
    ObjectNode openApi = OpenApi.answer(path);
    ObjectNode discovered = openApi == null ? discovery.answer(path) : openApi;
    if (discovered != null) {
      call.answer(200, discovered);
    } else if (List.of("/healthz", "/readyz", "/livez").contains(path)) {
      call.text("ok");
    } else if (AccessReviews.isReview(path)) {
      call.answer(201, AccessReviews.answer(call));
    } else {
      throw new ApiException(
          404, "NotFound", "the server could not find the requested resource", null, "");
    }
  }

  private void route(RequestPath target, ApiRequest call) {
    boolean get = call.request().method().name().equals("GET");
    if (target.resource().group().equals("metrics.k8s.io")) {
      call.answer(200, metrics.answer(target, call));
    } else if (get && call.flag("watch")) {
      watches.handle(target, call);
    } else if (target.subresource().isEmpty() || !pods.handle(target, call)) {
      objectRoutes.handle(target, call);
    }
  }
}
