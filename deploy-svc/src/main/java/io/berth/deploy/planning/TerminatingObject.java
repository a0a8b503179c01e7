/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that was deleted and is not gone yet: the API server takes writes to it, and it
 * vanishes all the same.
 */
public final class TerminatingObject {

  /** The rule that it violates. */
  public static final String RULE = "object-terminating";

  private TerminatingObject() {}

  /**
   * @param there as it is; null where nothing is
   * @return empty where it may be written
   */
  public static Optional<Violation> violation(@Nullable HasMetadata there) {
    return Optional.ofNullable(there)
        .filter(object -> object.getMetadata().getDeletionTimestamp() != null)
        .map(object -> object instanceof Namespace ? namespace(object) : object(object));
  }

  private static Violation namespace(HasMetadata namespace) {
    String name = namespace.getMetadata().getName();
    return new Violation(
        RULE,
        1,
        "namespace",
        "Namespace/" + name + ", which is being deleted with everything in it",
        "a namespace that is not being deleted",
        "Send the command again when the namespace is gone; kubectl get namespace "
            + name
            + " -o yaml shows what it waits for.");
  }

  private static Violation object(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    RemainingObject remaining = RemainingObject.of(object);
    String held =
        remaining.finalizers().isEmpty()
            ? ""
            : " If the controller of a finalizer is gone for good, remove the finalizer: "
                + remaining.release(namespace);
    return new Violation(
        RULE,
        1,
        "app.name",
        remaining.object() + " in namespace " + namespace + ", which " + remaining.state(),
        "none of that name, or one that is not being deleted",
        "Send the command again when the object is gone." + held);
  }
}
