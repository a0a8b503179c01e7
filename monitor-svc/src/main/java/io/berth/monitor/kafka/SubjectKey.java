/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.monitor.observation.Subject;
import org.jspecify.annotations.Nullable;

/** The record key of a subject, which keeps its observations in order. */
final class SubjectKey {

  private SubjectKey() {}

  static String of(Subject subject) {
    return subject.cluster()
        + "/"
        + subject.namespace()
        + "/"
        + subject.kind()
        + "/"
        + subject.name();
  }

  /** Parses a key; null where it is malformed. */
  static @Nullable Subject parse(String key) {
    String[] parts = key.split("/", 4);
    return parts.length == 4 ? new Subject(parts[0], parts[1], parts[2], parts[3]) : null;
  }
}
