/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is left of an application when its removal is told to have succeeded. */
final class RemovalCheck {

  /** They belong to the namespace, which may have the application's name. */
  private static final Set<String> OF_THE_NAMESPACE =
      Set.of("Namespace", "LimitRange", "ResourceQuota");

  private RemovalCheck() {}

  static List<String> violations(Operation operation, ApiObjects objects) {
    if (!(operation instanceof Concluded end)
        || !end.summary().equals("The application is removed.")) {
      return List.of();
    }
    return objects.copy().keySet().stream()
        .filter(key -> !OF_THE_NAMESPACE.contains(key.kind()))
        .filter(key -> isOf(end.ref().app().toString(), objects.creator(key)))
        .map(key -> end.ref().commandId() + " is told to have succeeded, and there is " + key)
        .toList();
  }

  /** What a paused instance creates later is its limit. */
  private static boolean isOf(String app, @Nullable Writer creator) {
    return creator != null && app.equals(creator.app()) && !creator.stale();
  }
}
