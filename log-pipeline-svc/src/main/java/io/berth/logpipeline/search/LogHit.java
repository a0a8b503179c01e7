/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.search;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log record.
 *
 * @param id the document's
 * @param time of the record, ISO 8601
 * @param level TRACE to FATAL
 * @param message its text
 * @param cluster where it was written
 * @param namespace of the application
 * @param app the application
 * @param pod the pod's name
 * @param node the node's name
 * @param container the container's name
 * @param traceId of the trace it belongs to
 * @param document all of it, in the Elastic Common Schema
 */
public record LogHit(
    String id,
    @Nullable String time,
    @Nullable String level,
    @Nullable String message,
    @Nullable String cluster,
    @Nullable String namespace,
    @Nullable String app,
    @Nullable String pod,
    @Nullable String node,
    @Nullable String container,
    @Nullable String traceId,
    Map<String, Object> document) {

  /** Picks the fields that people look at first out of a document. */
  public static LogHit of(String id, Map<String, Object> document) {
    return new LogHit(
        id,
        text(document, "@timestamp"),
        text(document, "log", "level"),
        text(document, "message"),
        text(document, "orchestrator", "cluster", "name"),
        text(document, "data_stream", "namespace"),
        text(document, "berth", "app"),
        text(document, "kubernetes", "pod", "name"),
        text(document, "host", "name"),
        text(document, "container", "name"),
        text(document, "trace", "id"),
        document);
  }

  private static @Nullable String text(Map<String, Object> document, String... path) {
    Object at = document;
    for (String step : path) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at == null ? null : at.toString();
  }
}
