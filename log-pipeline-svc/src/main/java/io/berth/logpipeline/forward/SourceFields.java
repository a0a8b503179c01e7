/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import org.jspecify.annotations.Nullable;

/** The fields of a record that determine its stream and its id. */
final class SourceFields {

  private static final int MAX_ID = 200;

  private @Nullable String eventId;
  private @Nullable String collected;
  private @Nullable String container;

  static boolean mayLeadTo(String path, String name) {
    return path.isEmpty()
        ? switch (name) {
          case "event",
              "event.id",
              "container",
              "container.id",
              "container_id",
              "kubernetes",
              "docker" ->
              true;
          default -> false;
        }
        : path.equals("event.") && name.equals("id")
            || path.equals("container.") && name.equals("id")
            || path.equals("kubernetes.") && name.equals("docker_id")
            || path.equals("docker.") && name.equals("container_id");
  }

  void note(String path, String value) {
    if (value.isBlank() || value.length() > MAX_ID) {
      return;
    }
    switch (path) {
      case "event.id" -> eventId = value;
      case "kubernetes.docker_id", "docker.container_id" -> collected = value;
      case "container.id", "container_id" -> container = value;
      default -> {}
    }
  }

  /** The producer's id of the event: instance, dash, sequence; null where it sent none. */
  @Nullable String eventId() {
    return eventId;
  }

  /**
   * What must stay in order: the container, or the producer's instance, or the peer with a tag. A
   * collector's map is asked first: beside it may stand what was merged from the line.
   */
  String stream(String tag, String peer) {
    if (collected != null) {
      return collected;
    }
    if (container != null) {
      return container;
    }
    int dash = eventId == null ? -1 : eventId.lastIndexOf('-');
    if (eventId != null && dash > 0) {
      return eventId.substring(0, dash);
    }
    return peer + "/" + tag;
  }
}
