/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.alert.AlertTransition.LastCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the application of a Deployment from the labels and annotations that deploy-svc sets, never
 * from its name: any name may be an application's own.
 */
final class AppReader {

  private static final String NAME = "app.kubernetes.io/name";

  /** A label of canary and preview Deployments; an annotation of the stable one meanwhile. */
  private static final String TRACK = "berth.io/track";

  private static final String TOTAL = "berth.io/total-replicas";
  private static final String COMMAND_ID = "berth.io/command-id";
  private static final String COMMAND_VERB = "berth.io/command-verb";
  private static final String COMMAND_BY = "berth.io/command-by";
  private static final String COMMAND_TIME = "berth.io/command-time";

  private AppReader() {}

  /** Null where Berth does not manage it. */
  static @Nullable AppSnapshot read(Deployment deployment, ClusterView view) {
    String name = name(deployment);
    if (name == null) {
      return null;
    }
    String track = labels(deployment).get(TRACK);
    if (track == null) {
      boolean hasParallelRelease = annotations(deployment).containsKey(TRACK);
      return new AppSnapshot(
          name,
          AppSnapshot.STABLE,
          hasParallelRelease ? number(annotations(deployment).get(TOTAL)) : null,
          null);
    }
    return new AppSnapshot(name, track, null, command(deployment, name, view));
  }

  /** The application's name; null where Berth does not manage the object. */
  static @Nullable String name(HasMetadata object) {
    return OwnerResolver.isManagedByBerth(object)
        ? labels(object).getOrDefault(NAME, object.getMetadata().getName())
        : null;
  }

  /** Only the stable Deployment has all annotations of the command. */
  private static @Nullable LastCommand command(Deployment parallel, String name, ClusterView view) {
    String id = annotations(parallel).getOrDefault(COMMAND_ID, "");
    Instant at = KubernetesTimes.read(annotations(parallel).get(COMMAND_TIME));
    if (id.isBlank() || at == null) {
      return null;
    }
    Deployment stable = view.deployment(parallel.getMetadata().getNamespace(), name);
    Map<String, String> command =
        stable != null && id.equals(annotations(stable).get(COMMAND_ID))
            ? annotations(stable)
            : Map.of();
    return new LastCommand(
        id,
        command.getOrDefault(COMMAND_VERB, "deploy"),
        command.getOrDefault(COMMAND_BY, "unknown"),
        null,
        at,
        null,
        null);
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Map<String, String> labels(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }
}
