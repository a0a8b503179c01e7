/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import org.jspecify.annotations.Nullable;

/** The fields of a record that say which stream it belongs to and which id it has. */
final class SourceFields {

  private static final int LONGEST_ID = 200;

  private @Nullable String eventId;
  private @Nullable String container;

  static boolean mayLeadTo(String path, String name) {
    return path.isEmpty()
        ? switch (name) {
          case "event", "event.id", "container", "container.id", "container_id", "kubernetes" ->
              true;
          default -> false;
        }
        : path.equals("event.") && name.equals("id")
            || path.equals("container.") && name.equals("id")
            || path.equals("kubernetes.") && name.equals("docker_id");
  }

  void note(String path, String value) {
    if (value.isBlank() || value.length() > LONGEST_ID) {
      return;
    }
    switch (path) {
      case "event.id" -> eventId = value;
      case "container.id", "container_id", "kubernetes.docker_id" -> container = value;
      default -> {}
    }
  }

  /** The producer's id of the event: instance, dash, sequence; null where it sent none. */
  @Nullable String eventId() {
    return eventId;
  }

  /** What must stay in order: the producer's instance, or the container, or the peer with a tag. */
  String stream(String tag, String peer) {
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
