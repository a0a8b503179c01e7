/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Marks;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.kafka.EventJson;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Releases as ControllerRevisions: there when Kafka has forgotten. */
final class ReleaseRevisions {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseRevisions.class);

  private ReleaseRevisions() {}

  static String name(AppRef app, long number) {
    return app.name() + "-r" + number;
  }

  static ControllerRevision write(AppRef app, Release release) {
    Map<String, String> marks = new HashMap<>();
    marks.put(Marks.COMMAND_ID, release.commandId());
    marks.put(Marks.COMMAND_BY, release.requestedBy());
    marks.put(Marks.COMMAND_TIME, release.createdAt().toString());
    if (release.rollbackOf() != null) {
      marks.put(Marks.ROLLBACK_OF, Long.toString(release.rollbackOf()));
    }
    if (release.insteadOf() != null) {
      marks.put(Marks.INSTEAD_OF, Long.toString(release.insteadOf()));
    }
    Map<String, Object> data = new HashMap<>();
    data.put("spec", EventJson.mapper().convertValue(release.spec(), Map.class));
    if (release.digest() != null) {
      data.put("digest", release.digest());
    }
    if (release.reason() != null) {
      data.put("reason", release.reason());
    }
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withNamespace(app.namespace())
        .withName(name(app, release.number()))
        .withLabels(Map.of(Marks.NAME, app.name(), Marks.MANAGED_BY, Marks.BERTH))
        .withAnnotations(marks)
        .endMetadata()
        .withRevision(release.number())
        .withData(data)
        .build();
  }

  /** Empty where somebody spoilt it: the others still serve. */
  static Optional<Release> read(ControllerRevision revision) {
    try {
      Map<String, String> marks =
          Objects.requireNonNullElse(revision.getMetadata().getAnnotations(), Map.of());
      Map<?, ?> data = EventJson.mapper().convertValue(revision.getData(), Map.class);
      return Optional.of(
          new Release(
              revision.getRevision(),
              EventJson.mapper().convertValue(data.get("spec"), AppSpec.class),
              (String) data.get("digest"),
              marks.getOrDefault(Marks.COMMAND_ID, "unknown"),
              marks.getOrDefault(Marks.COMMAND_BY, "unknown"),
              (String) data.get("reason"),
              Instant.parse(marks.getOrDefault(Marks.COMMAND_TIME, Instant.EPOCH.toString())),
              number(marks, Marks.ROLLBACK_OF),
              number(marks, Marks.INSTEAD_OF),
              outcome(marks)));
    } catch (IllegalArgumentException
        | NullPointerException
        | ClassCastException
        | DateTimeException
        | JacksonException e) {
      LOG.warn(
          "ControllerRevision {} cannot be read and is left out: {}",
          revision.getMetadata().getName(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static @Nullable Long number(Map<String, String> marks, String name) {
    String text = marks.get(name);
    return text == null ? null : Long.valueOf(text);
  }

  private static Outcome outcome(Map<String, String> marks) {
    return Outcome.valueOf(marks.getOrDefault(Marks.OUTCOME, "open").toUpperCase(Locale.ROOT));
  }
}
