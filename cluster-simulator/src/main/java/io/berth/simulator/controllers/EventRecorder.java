/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes Events; a repeated one counts up instead of becoming another. */
public final class EventRecorder {

  private static final int REMEMBERED = 4096;

  private final RestStorage objects;
  private final Clock clock;
  private final Map<String, ObjectKey> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectKey> eldest) {
          return size() > REMEMBERED;
        }
      };

  public EventRecorder(RestStorage objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  public void normal(
      ApiResource kind, JsonNode about, String component, String reason, String message) {
    record(kind, about, component, "Normal", reason, message, "");
  }

  public void warning(
      ApiResource kind, JsonNode about, String component, String reason, String message) {
    record(kind, about, component, "Warning", reason, message, "");
  }

  /** Records an event of a pod's container, with the node's kubelet as its source. */
  public void kubelet(JsonNode pod, String container, String type, String reason, String message) {
    record(ApiResources.PODS, pod, "kubelet", type, reason, message, container);
  }

  private synchronized void record(
      ApiResource kind,
      JsonNode about,
      String component,
      String type,
      String reason,
      String message,
      String container) {
    String same =
        String.join("\n", ObjectMeta.uid(about), component, type, reason, message, container);
    ObjectKey key = known.get(same);
    ObjectNode old = key == null ? null : objects.find(key);
    try {
      if (key != null && old != null) {
        ObjectNode next = old.deepCopy();
        next.put("count", JsonTrees.number(old, 1, "count") + 1)
            .put("lastTimestamp", ObjectMeta.time(clock.instant()));
        objects.update(key, "", next, WriteOptions.INTERNAL);
      } else {
        ObjectNode event = event(kind, about, type, reason, message);
        source(event, about, component, container);
        ObjectNode made =
            objects.create(ApiResources.EVENTS, namespace(about), event, WriteOptions.INTERNAL);
        known.put(same, ObjectMeta.key(ApiResources.EVENTS, made));
      }
    } catch (ApiException e) {
      known.remove(same); // the namespace is going away
    }
  }

  private static String namespace(JsonNode about) {
    String namespace = ObjectMeta.namespace(about);
    return namespace.isEmpty() ? "default" : namespace;
  }

  private ObjectNode event(
      ApiResource kind, JsonNode about, String type, String reason, String message) {
    ObjectNode event = JsonTrees.object().put("kind", "Event").put("apiVersion", "v1");
    ObjectMeta.of(event)
        .put("name", ObjectMeta.name(about) + "." + Long.toHexString(System.nanoTime()));
    ObjectNode involved = event.putObject("involvedObject").put("kind", kind.kind());
    if (!ObjectMeta.namespace(about).isEmpty()) {
      involved.put("namespace", ObjectMeta.namespace(about));
    }
    involved
        .put("name", ObjectMeta.name(about))
        .put("uid", ObjectMeta.uid(about))
        .put("apiVersion", kind.apiVersion())
        .put("resourceVersion", ObjectMeta.version(about));
    String now = ObjectMeta.time(clock.instant());
    return event
        .put("reason", reason)
        .put("message", message)
        .put("firstTimestamp", now)
        .put("lastTimestamp", now)
        .put("count", 1)
        .put("type", type)
        .putNull("eventTime");
  }

  private static String list(JsonNode pod, String container) {
    return JsonTrees.at(pod, "spec", "initContainers")
            .valueStream()
            .anyMatch(c -> JsonTrees.text(c, "name").equals(container))
        ? "initContainers"
        : "containers";
  }

  private static void source(ObjectNode event, JsonNode about, String component, String container) {
    ObjectNode source = event.putObject("source").put("component", component);
    event.put("reportingComponent", component).put("reportingInstance", "");
    if (!container.isEmpty()) {
      JsonTrees.child(event, "involvedObject")
          .put("fieldPath", "spec." + list(about, container) + "{" + container + "}");
    }
    if (component.equals("kubelet")) {
      String node = JsonTrees.text(about, "spec", "nodeName");
      source.put("host", node.isEmpty() ? ObjectMeta.name(about) : node);
    }
  }
}
