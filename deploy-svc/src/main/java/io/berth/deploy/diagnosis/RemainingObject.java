/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An object of an application that was deleted, or that its removal has left.
 *
 * @param object kind/name
 * @param terminating whether it was deleted and is not gone yet
 * @param finalizers that hold it
 */
public record RemainingObject(String object, boolean terminating, List<String> finalizers) {

  public static RemainingObject of(HasMetadata object) {
    @Nullable List<String> finalizers = object.getMetadata().getFinalizers();
    return new RemainingObject(
        object.getKind() + "/" + object.getMetadata().getName(),
        object.getMetadata().getDeletionTimestamp() != null,
        finalizers == null ? List.of() : List.copyOf(finalizers));
  }

  /** After its name, such as {@code is being deleted, held by the finalizer a.example/b}. */
  public String state() {
    if (!terminating) {
      return "is there and is not being deleted";
    }
    return switch (finalizers.size()) {
      case 0 -> "is being deleted";
      case 1 -> "is being deleted, held by the finalizer " + finalizers.getFirst();
      default -> "is being deleted, held by the finalizers " + String.join(", ", finalizers);
    };
  }

  /** The command that removes its finalizers. */
  public String release(String namespace) {
    return "kubectl -n "
        + namespace
        + " patch "
        + object.toLowerCase(Locale.ROOT)
        + " --type=merge -p '{\"metadata\":{\"finalizers\":null}}'";
  }
}
