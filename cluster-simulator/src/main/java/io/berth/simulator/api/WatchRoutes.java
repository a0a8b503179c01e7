/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.printing.TablePrinter;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import io.berth.simulator.store.StoreChange;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams changes over chunked HTTP or a WebSocket, from a resource version on. */
final class WatchRoutes {

  private static final long BOOKMARK_MILLIS = 10_000;

  private final Vertx vertx;
  private final Store store;

  WatchRoutes(Vertx vertx, Store store) {
    this.vertx = vertx;
    this.store = store;
  }

  void handle(RequestPath target, ApiRequest call) {
    String asked = call.param("resourceVersion");
    long since = asked.isEmpty() || asked.equals("0") ? -1 : version(asked);
    Predicate<JsonNode> wanted = call.selector();
    if (!target.name().isEmpty()) {
      wanted = wanted.and(o -> ObjectMeta.name(o).equals(target.name()));
    }
    Predicate<JsonNode> selected = wanted;
    WatchStream.open(call).onSuccess(sink -> start(target, call, selected, since, sink));
  }

  private void start(
      RequestPath target,
      ApiRequest call,
      Predicate<JsonNode> selected,
      long since,
      WatchStream sink) {
    Context context = vertx.getOrCreateContext();
    List<ObjectNode> first = new ArrayList<>();
    try {
      if (since > store.version()) {
        throw ApiException.gone(since, store.version());
      }
      AutoCloseable watch =
          store.atomically(
              () -> {
                if (since < 0) {
                  first.addAll(store.list(target.resource(), target.namespace()).items());
                }
                long from = since < 0 ? store.version() : since;
                return store.watch(
                    from, c -> context.runOnContext(_ -> send(target, call, selected, c, sink)));
              });
      sink.onClose(watch);
    } catch (ApiException e) {
      // As a real API server: the watch is granted, and its first event says what is wrong with it.
      sink.send(event("ERROR", e.status()));
      sink.close();
      return;
    }
    first.stream().filter(selected).forEach(o -> sink.send(event("ADDED", shown(target, call, o))));
    if (call.flag("sendInitialEvents")) {
      sink.send(bookmark(target, true));
    }
    timers(target, call, sink);
  }

  private void timers(RequestPath target, ApiRequest call, WatchStream sink) {
    if (call.flag("allowWatchBookmarks")) {
      long id = vertx.setPeriodic(BOOKMARK_MILLIS, _ -> bookmarkLater(target, sink));
      sink.onClose(() -> vertx.cancelTimer(id));
    }
    int seconds = call.number("timeoutSeconds", 0);
    if (seconds > 0) {
      long id = vertx.setTimer(seconds * 1000L, _ -> sink.close());
      sink.onClose(() -> vertx.cancelTimer(id));
    }
  }

  /** An object that comes to match is ADDED for this watch, one that no longer does is DELETED. */
  private static void send(
      RequestPath target,
      ApiRequest call,
      Predicate<JsonNode> selected,
      StoreChange change,
      WatchStream sink) {
    boolean elsewhere =
        !target.namespace().isEmpty() && !target.namespace().equals(change.key().namespace());
    if (change.key().resource() != target.resource() || elsewhere) {
      return;
    }
    ObjectNode before = change.before();
    boolean was = before != null && selected.test(before);
    boolean is = change.kind() != StoreChange.ChangeType.DELETED && selected.test(change.object());
    if (is || was) {
      String type = !was ? "ADDED" : is ? "MODIFIED" : "DELETED";
      sink.send(event(type, shown(target, call, change.object())));
    }
  }

  private static ObjectNode shown(RequestPath target, ApiRequest call, ObjectNode object) {
    return call.wantsTable()
        ? TablePrinter.print(target.resource(), object, call.param("includeObject"), Instant.now())
        : object;
  }

  /** Behind the changes that are on their way: a bookmark must not overtake them. */
  private void bookmarkLater(RequestPath target, WatchStream sink) {
    ObjectNode bookmark = bookmark(target, false);
    vertx.getOrCreateContext().runOnContext(_ -> sink.send(bookmark));
  }

  private static ObjectNode event(String type, ObjectNode object) {
    ObjectNode event = JsonTrees.object().put("type", type);
    event.set("object", object);
    return event;
  }

  private ObjectNode bookmark(RequestPath target, boolean initial) {
    ObjectNode object =
        JsonTrees.object()
            .put("kind", target.resource().kind())
            .put("apiVersion", target.resource().apiVersion());
    ObjectMeta.of(object)
        .put("resourceVersion", Long.toString(store.version()))
        .putNull("creationTimestamp");
    if (initial) {
      JsonTrees.child(object, "metadata", "annotations").put("k8s.io/initial-events-end", "true");
    }
    return event("BOOKMARK", object);
  }

  private static long version(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(
          "Invalid value: \"" + text + "\": resourceVersion is no number");
    }
  }
}
