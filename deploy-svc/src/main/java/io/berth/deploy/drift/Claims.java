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
 * Who owns which field of an object, by its {@code metadata.managedFields} (Kubernetes, server-side
 * apply, format FieldsV1).
 */
final class Claims {

  private static final Set<String> OURS = Set.of("berth-deploy", "berth-scaler");

  private final List<Claim> all;

  private Claims(List<Claim> all) {
    this.all = all;
  }

  /** One manager's fields. */
  private record Claim(String manager, boolean ours, @Nullable Instant since, Map<?, ?> fields) {}

  static Claims of(Map<?, ?> object) {
    return object.get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("managedFields") instanceof List<?> entries
        ? new Claims(
            entries.stream()
                .filter(Map.class::isInstance)
                .map(entry -> claim((Map<?, ?>) entry))
                .toList())
        : new Claims(List.of());
  }

  private static Claim claim(Map<?, ?> entry) {
    String manager = String.valueOf(entry.get("manager"));
    return new Claim(
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

  /** Whether what stands there is Berth's own, in whatever shape the API server keeps it. */
  boolean ours(Place place) {
    return all.stream().anyMatch(claim -> claim.ours() && covers(claim.fields(), place));
  }

  /** Whether somebody else owns any part of what people wish for, rather than of what is. */
  boolean anyForeign() {
    return all.stream().anyMatch(claim -> !claim.ours() && claim.fields().containsKey("f:spec"));
  }

  /** Who changed it: its owner; where it is gone, the last other one who wrote to the object. */
  Optional<Who> changer(Place place) {
    return all.stream()
        .filter(claim -> !claim.ours())
        .filter(claim -> covers(claim.fields(), place))
        .max(Claims.BY_TIME)
        .or(() -> lastForeign())
        .map(claim -> new Who(claim.manager(), claim.since()));
  }

  /** A manager and when it wrote last. */
  record Who(String manager, @Nullable Instant since) {}

  private static final Comparator<Claim> BY_TIME =
      Comparator.comparing(claim -> claim.since() == null ? Instant.EPOCH : claim.since());

  private Optional<Claim> lastForeign() {
    return all.stream()
        .filter(claim -> !claim.ours() && claim.fields().containsKey("f:spec"))
        .max(BY_TIME);
  }

  /** An empty set beneath a name means the whole of it. */
  private static boolean covers(Map<?, ?> fields, Place place) {
    Map<?, ?> at = fields;
    for (Place.Step step : place.steps()) {
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

  private static Optional<Map<?, ?>> below(Map<?, ?> fields, Place.Step step) {
    return switch (step) {
      case Place.Step.Field(String name) -> map(fields.get("f:" + name));
      case Place.Step.Item(Map<String, Object> keys) ->
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
