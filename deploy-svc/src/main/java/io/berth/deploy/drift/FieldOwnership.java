/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.events.kafka.EventJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Which manager owns which field of an object, by its {@code metadata.managedFields} (server-side
 * apply, format FieldsV1).
 */
final class FieldOwnership {

  private static final Set<String> OURS = Set.of("berth-deploy", "berth-scaler");

  private final List<ManagerEntry> all;

  private FieldOwnership(List<ManagerEntry> all) {
    this.all = all;
  }

  /** The fields of one manager. */
  private record ManagerEntry(
      String manager, boolean ours, @Nullable Instant since, Map<?, ?> fields) {}

  static FieldOwnership of(Map<?, ?> object) {
    return object.get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("managedFields") instanceof List<?> entries
        ? new FieldOwnership(
            entries.stream()
                .filter(Map.class::isInstance)
                .map(entry -> claim((Map<?, ?>) entry))
                .toList())
        : new FieldOwnership(List.of());
  }

  private static ManagerEntry claim(Map<?, ?> entry) {
    String manager = String.valueOf(entry.get("manager"));
    return new ManagerEntry(
        manager,
        OURS.contains(manager) && "Apply".equals(entry.get("operation")),
        instant(entry.get("time")),
        entry.get("fieldsV1") instanceof Map<?, ?> fields ? fields : Map.of());
  }

  private static @Nullable Instant instant(@Nullable Object text) {
    try {
      return text == null ? null : Instant.parse(text.toString());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether Berth owns the field, however the API server stores its value. */
  boolean isBerths(FieldPath path) {
    return all.stream().anyMatch(claim -> claim.ours() && contains(claim.fields(), path));
  }

  /** Whether another manager owns any part of {@code spec}, rather than of {@code status}. */
  boolean hasForeignOwner() {
    return all.stream().anyMatch(claim -> !claim.ours() && claim.fields().containsKey("f:spec"));
  }

  /**
   * Who changed the field: its owner; where it was removed, the last foreign manager that wrote the
   * object.
   */
  Optional<LastWrite> lastChanger(FieldPath path) {
    return all.stream()
        .filter(claim -> !claim.ours())
        .filter(claim -> contains(claim.fields(), path))
        .max(FieldOwnership.BY_TIME)
        .or(() -> lastForeign())
        .map(claim -> new LastWrite(claim.manager(), claim.since()));
  }

  /** A manager and the time of its last write. */
  record LastWrite(String manager, @Nullable Instant since) {}

  private static final Comparator<ManagerEntry> BY_TIME =
      Comparator.comparing(claim -> claim.since() == null ? Instant.EPOCH : claim.since());

  private Optional<ManagerEntry> lastForeign() {
    return all.stream()
        .filter(claim -> !claim.ours() && claim.fields().containsKey("f:spec"))
        .max(BY_TIME);
  }

  /** An empty set below a name means the whole field. */
  private static boolean contains(Map<?, ?> fields, FieldPath path) {
    Map<?, ?> at = fields;
    for (FieldPath.PathElement step : path.steps()) {
      if (at.isEmpty()) {
        return true;
      }
      Optional<Map<?, ?>> next = below(at, step);
      if (next.isEmpty()) {
        return false;
      }
      at = next.get();
    }
    return true;
  }

  private static Optional<Map<?, ?>> below(Map<?, ?> fields, FieldPath.PathElement step) {
    return switch (step) {
      case FieldPath.PathElement.NamedField(String name) -> map(fields.get("f:" + name));
      case FieldPath.PathElement.KeyedItem(Map<String, Object> keys) ->
          fields.entrySet().stream()
              .filter(entry -> isItem(String.valueOf(entry.getKey()), keys))
              .findFirst()
              .flatMap(entry -> map(entry.getValue()));
    };
  }

  private static Optional<Map<?, ?>> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  private static boolean isItem(String key, Map<String, Object> wanted) {
    if (!key.startsWith("k:")) {
      return false;
    }
    try {
      Map<?, ?> keys = EventJson.mapper().readValue(key.substring(2), Map.class);
      return wanted.entrySet().stream()
          .allMatch(
              entry ->
                  String.valueOf(entry.getValue())
                      .equals(String.valueOf(keys.get(entry.getKey()))));
    } catch (JacksonException e) {
      return false;
    }
  }
}
