/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads Kubernetes timestamps. */
public final class KubernetesTimes {

  private KubernetesTimes() {}

  /** Parses a timestamp; null where it is missing or invalid. */
  public static @Nullable Instant read(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The creation time of the newest object: a lower bound of the API server's clock. Null where
   * there is no object.
   */
  public static @Nullable Instant newest(Stream<? extends HasMetadata> objects) {
    return objects
        .map(HasMetadata::getMetadata)
        .filter(Objects::nonNull)
        .map(ObjectMeta::getCreationTimestamp)
        .filter(Objects::nonNull)
        // All have the same length and are in UTC, so their lexical order is their order in time.
        .max(Comparator.naturalOrder())
        .map(KubernetesTimes::read)
        .orElse(null);
  }

  /** The first one that is not null. */
  static @Nullable Instant first(@Nullable Instant... times) {
    for (Instant time : times) {
      if (time != null) {
        return time;
      }
    }
    return null;
  }
}
