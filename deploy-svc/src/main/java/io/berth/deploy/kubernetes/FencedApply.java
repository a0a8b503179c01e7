/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Overtaken;
import io.berth.deploy.kubernetes.Glimpses.Glimpse;
import io.berth.deploy.planning.Fence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply that a later command's object withstands: the version that was looked at is the
 * version that is written over, or nothing is written. So an instance that stood still between its
 * look and its write loses, however late it wakes.
 */
final class FencedApply {

  private static final int CONFLICT = 409;
  private static final int MOST_TRIES = 8;

  private final KubernetesClient client;
  private final Glimpses glimpses;

  FencedApply(KubernetesClient client, Glimpses glimpses) {
    this.client = client;
    this.glimpses = glimpses;
  }

  /**
   * Objects without a position of their own are the same whoever writes them, and need no fence.
   *
   * @throws Overtaken where a later command has written it
   */
  HasMetadata apply(HasMetadata object, String manager) {
    Map<String, String> mine = object.getMetadata().getAnnotations();
    return Fence.guards(mine)
        ? apply(object, manager, there -> Fence.overtaker(mine, there))
        : Calls.call(() -> send(object, manager));
  }

  /**
   * @param overtaker what is later, by the annotations of the object as it is
   * @throws Overtaken where there is one
   */
  HasMetadata apply(
      HasMetadata object,
      String manager,
      Function<Map<String, String>, Optional<String>> overtaker) {
    return apply(object, manager, overtaker, glimpses.of(object));
  }

  /** As {@link #apply(HasMetadata, String)}, over what was begun. */
  HasMetadata apply(HasMetadata object, String manager, Optional<HasMetadata> begun) {
    Map<String, String> mine = object.getMetadata().getAnnotations();
    return begun.isEmpty()
        ? apply(object, manager)
        : apply(object, manager, there -> Fence.overtaker(mine, there), new Glimpse(true, begun));
  }

  private HasMetadata apply(
      HasMetadata object,
      String manager,
      Function<Map<String, String>, Optional<String>> overtaker,
      Glimpse glimpse) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      HasMetadata there = there(object, tries == 1 ? glimpse : Glimpse.NONE);
      check(object, there, overtaker);
      try {
        HasMetadata base = there == null ? first(object) : there;
        object
            .getMetadata()
            .setResourceVersion(base == null ? null : base.getMetadata().getResourceVersion());
        return Calls.call(() -> send(object, manager));
      } catch (ClusterAway e) {
        if (!isConflict(e)) {
          throw e;
        }
      } finally {
        object.getMetadata().setResourceVersion(null);
      }
    }
    throw new Overtaken(name(object), "somebody at every try");
  }

  /** A Deployment that is not to be seen needs no look: its create fails where there is one. */
  private @Nullable HasMetadata there(HasMetadata object, Glimpse glimpse) {
    boolean enough =
        glimpse.there().isPresent() || (glimpse.known() && object instanceof Deployment);
    return enough ? glimpse.there().orElse(null) : Calls.call(() -> client.resource(object).get());
  }

  private static void check(
      HasMetadata object,
      @Nullable HasMetadata there,
      Function<Map<String, String>, Optional<String>> overtaker) {
    if (there != null && there.getMetadata().getAnnotations() != null) {
      overtaker
          .apply(there.getMetadata().getAnnotations())
          .ifPresent(
              later -> {
                throw new Overtaken(name(object), later);
              });
    }
  }

  /** Begins a Deployment where the watches show none; empty where there is one after all. */
  Optional<HasMetadata> begin(Deployment deployment) {
    Glimpse glimpse = glimpses.of(deployment);
    if (!glimpse.known() || glimpse.there().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(first(deployment));
    } catch (ClusterAway e) {
      if (isConflict(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Leaves nothing of what was begun, unless somebody went on with it. */
  void abandon(HasMetadata begun) {
    HasMetadata there = begun;
    for (int tries = 1; tries <= MOST_TRIES && FirstShape.isStill(there); tries++) {
      String version = there.getMetadata().getResourceVersion();
      try {
        Calls.run(() -> client.resource(begun).lockResourceVersion(version).delete());
        return;
      } catch (ClusterAway e) {
        if (!isConflict(e)) {
          throw e;
        }
      }
      there = Calls.call(() -> client.resource(begun).get());
    }
  }

  /** A Deployment is begun by a create, which fails where another instance was quicker. */
  private @Nullable HasMetadata first(HasMetadata object) {
    if (!(object instanceof Deployment deployment)) {
      return null;
    }
    return Calls.call(() -> client.resource(FirstShape.of(deployment)).create());
  }

  private HasMetadata send(HasMetadata object, String manager) {
    NonDeletingOperation<HasMetadata> operation =
        client.resource(object).fieldValidation(Validation.STRICT);
    HasMetadata written = operation.fieldManager(manager).forceConflicts().serverSideApply();
    glimpses.wrote(written);
    return written;
  }

  static boolean isConflict(ClusterAway e) {
    return e.getCause() instanceof KubernetesClientException cause && cause.getCode() == CONFLICT;
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
