/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resource;
import io.berth.localstack.cluster.store.Resources;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes Events; a repeated one counts up instead of becoming another. */
public final class EventRecorder {

  private static final int REMEMBERED = 4096;

  private final Objects objects;
  private final Clock clock;
  private final Map<String, Key> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Key> eldest) {
          return size() > REMEMBERED;
        }
      };

  public EventRecorder(Objects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  public void normal(
      Resource kind, JsonNode about, String component, String reason, String message) {
    record(kind, about, component, "Normal", reason, message, "");
  }

  public void warning(
      Resource kind, JsonNode about, String component, String reason, String message) {
    record(kind, about, component, "Warning", reason, message, "");
  }

  /** An event of a pod's container, as the node's kubelet tells it. */
  public void kubelet(JsonNode pod, String container, String type, String reason, String message) {
    record(Resources.PODS, pod, "kubelet", type, reason, message, container);
  }

  private synchronized void record(
      Resource kind,
      JsonNode about,
      String component,
      String type,
      String reason,
      String message,
      String container) {
    String same = String.join("\n", Meta.uid(about), component, type, reason, message, container);
    Key key = known.get(same);
    ObjectNode old = key == null ? null : objects.find(key);
    try {
      if (key != null && old != null) {
        ObjectNode next = old.deepCopy();
        next.put("count", Json.number(old, 1, "count") + 1)
            .put("lastTimestamp", Meta.time(clock.instant()));
        objects.update(key, "", next, WriteOptions.INTERNAL);
      } else {
        ObjectNode event = event(kind, about, type, reason, message);
        source(event, about, component, container);
        ObjectNode made =
            objects.create(Resources.EVENTS, namespace(about), event, WriteOptions.INTERNAL);
        known.put(same, Meta.key(Resources.EVENTS, made));
      }
    } catch (ApiError e) {
      known.remove(same); // the namespace is going away
    }
  }

  private static String namespace(JsonNode about) {
    String namespace = Meta.namespace(about);
    return namespace.isEmpty() ? "default" : namespace;
  }

  private ObjectNode event(
      Resource kind, JsonNode about, String type, String reason, String message) {
    ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "v1");
    Meta.of(event).put("name", Meta.name(about) + "." + Long.toHexString(System.nanoTime()));
    ObjectNode involved = event.putObject("involvedObject").put("kind", kind.kind());
    if (!Meta.namespace(about).isEmpty()) {
      involved.put("namespace", Meta.namespace(about));
    }
    involved
        .put("name", Meta.name(about))
        .put("uid", Meta.uid(about))
        .put("apiVersion", kind.apiVersion())
        .put("resourceVersion", Meta.version(about));
    String now = Meta.time(clock.instant());
    return event
        .put("reason", reason)
        .put("message", message)
        .put("firstTimestamp", now)
        .put("lastTimestamp", now)
        .put("count", 1)
        .put("type", type)
        .putNull("eventTime");
  }

  private static void source(ObjectNode event, JsonNode about, String component, String container) {
    ObjectNode source = event.putObject("source").put("component", component);
    event.put("reportingComponent", component).put("reportingInstance", "");
    if (!container.isEmpty()) {
      Json.child(event, "involvedObject").put("fieldPath", "spec.containers{" + container + "}");
    }
    if (component.equals("kubelet")) {
      String node = Json.text(about, "spec", "nodeName");
      source.put("host", node.isEmpty() ? Meta.name(about) : node);
    }
  }
}
