/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
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

/** Maps releases to ControllerRevisions, which outlive Kafka's retention. */
final class ReleaseRevisions {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseRevisions.class);

  private ReleaseRevisions() {}

  static String name(AppRef app, long number) {
    return app.name() + "-r" + number;
  }

  /** Whether it carries the application's annotation and the name that its number implies. */
  static boolean isOf(AppRef app, ControllerRevision revision) {
    return revision.getRevision() != null
        && name(app, revision.getRevision()).equals(revision.getMetadata().getName())
        && ObjectOwner.of(app).owns(revision);
  }

  static ControllerRevision write(AppRef app, Release release) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put(Annotations.APP, app.toString());
    annotations.put(Annotations.COMMAND_ID, release.commandId());
    annotations.put(Annotations.COMMAND_BY, release.requestedBy());
    annotations.put(Annotations.COMMAND_TIME, release.createdAt().toString());
    if (release.rollbackOf() != null) {
      annotations.put(Annotations.ROLLBACK_OF, Long.toString(release.rollbackOf()));
    }
    if (release.insteadOf() != null) {
      annotations.put(Annotations.INSTEAD_OF, Long.toString(release.insteadOf()));
    }
    Map<String, Object> data = new HashMap<>();
    data.put("spec", EventJson.mapper().convertValue(release.spec(), Map.class));
    putImages(data, release);
    if (release.reason() != null) {
      data.put("reason", release.reason());
    }
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withNamespace(app.namespace())
        .withName(name(app, release.number()))
        .withLabels(Map.of(Annotations.NAME, app.name(), Annotations.MANAGED_BY, Annotations.BERTH))
        .withAnnotations(annotations)
        .endMetadata()
        .withRevision(release.number())
        .withData(data)
        .build();
  }

  /** That of the application's own image stands alone, as in releases of earlier versions. */
  private static void putImages(Map<String, Object> data, Release release) {
    Map<String, String> others = new HashMap<>(release.images().digests());
    String own = others.remove(release.spec().image());
    if (own != null) {
      data.put("digest", own);
    }
    if (!others.isEmpty()) {
      data.put("digests", others);
    }
    if (release.images().registryPrefix() != null) {
      data.put("registryPrefix", release.images().registryPrefix());
    }
  }

  private static ReleaseImages images(AppSpec spec, Map<?, ?> data) {
    Map<String, String> digests = new HashMap<>();
    String own = (String) data.get("digest");
    if (own != null) {
      digests.put(spec.image(), own);
    }
    if (data.get("digests") instanceof Map<?, ?> others) {
      others.forEach((image, digest) -> digests.put((String) image, (String) digest));
    }
    return new ReleaseImages(digests, (String) data.get("registryPrefix"));
  }

  /** Empty where somebody corrupted it: the other releases stay usable. */
  static Optional<Release> read(ControllerRevision revision) {
    try {
      Map<String, String> annotations =
          Objects.requireNonNullElse(revision.getMetadata().getAnnotations(), Map.of());
      Map<?, ?> data = EventJson.mapper().convertValue(revision.getData(), Map.class);
      AppSpec spec = EventJson.mapper().convertValue(data.get("spec"), AppSpec.class);
      return Optional.of(
          new Release(
              revision.getRevision(),
              spec,
              images(spec, data),
              annotations.getOrDefault(Annotations.COMMAND_ID, "unknown"),
              annotations.getOrDefault(Annotations.COMMAND_BY, "unknown"),
              (String) data.get("reason"),
              Instant.parse(
                  annotations.getOrDefault(Annotations.COMMAND_TIME, Instant.EPOCH.toString())),
              number(annotations, Annotations.ROLLBACK_OF),
              number(annotations, Annotations.INSTEAD_OF),
              outcome(annotations)));
    } catch (IllegalArgumentException
        | NullPointerException
        | ClassCastException
        | DateTimeException
        | JacksonException e) {
      LOG.warn(
          "ControllerRevision {}/{} cannot be read and is ignored: {}",
          revision.getMetadata().getNamespace(),
          revision.getMetadata().getName(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static @Nullable Long number(Map<String, String> annotations, String name) {
    String text = annotations.get(name);
    return text == null ? null : Long.valueOf(text);
  }

  private static ReleaseOutcome outcome(Map<String, String> annotations) {
    return ReleaseOutcome.valueOf(
        annotations.getOrDefault(Annotations.OUTCOME, "open").toUpperCase(Locale.ROOT));
  }
}
