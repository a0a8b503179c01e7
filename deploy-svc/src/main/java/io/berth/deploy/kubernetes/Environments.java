/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment of a namespace; production where its label names none. */
final class Environments {

  private Environments() {}

  static Environment of(@Nullable Namespace namespace) {
    Map<String, String> labels = namespace == null ? null : namespace.getMetadata().getLabels();
    String word = labels == null ? null : labels.get(Annotations.ENVIRONMENT);
    return switch (word) {
      case "qa" -> Environment.QA;
      case "dev" -> Environment.DEV;
      case null, default -> Environment.PROD;
    };
  }
}
