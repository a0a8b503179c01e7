/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.planning.CommandFencing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/**
 * Conditional delete: removes exactly the object that was read. An object that a newer command has
 * written since stays, and so does a later one of the same name.
 */
final class FencedDelete {

  private static final int MAX_TRIES = 8;

  private final KubernetesClient client;
  private final Map<String, String> own;

  FencedDelete(KubernetesClient client, CommandRef by) {
    this.client = client;
    this.own =
        Map.of(
            Annotations.COMMAND_ID,
            by.commandId(),
            Annotations.POSITION,
            by.position(),
            Annotations.COMMAND_TIME,
            by.issuedAt().toString());
  }

  /**
   * @throws StaleWriteException where a later command has written it
   */
  void check(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    Optional<String> later =
        CommandFencing.isFenced(annotations)
            ? CommandFencing.newerCommand(own, annotations)
            : Optional.empty();
    if (later.isPresent()) {
      throw new StaleWriteException(name(object), later.get());
    }
  }

  /**
   * An object that changes hands before it is deleted is kept.
   *
   * @param seen the object, which belongs to the application
   * @return false where it is kept
   * @throws StaleWriteException where a later command has written it
   */
  boolean delete(HasMetadata seen) {
    HasMetadata current = seen;
    for (int tries = 1; tries <= MAX_TRIES; tries++) {
      if (current == null || !uid(current).equals(uid(seen))) {
        return true;
      }
      if (!ObjectOwner.of(current).equals(ObjectOwner.of(seen))) {
        return false;
      }
      check(current);
      if (deleted(current)) {
        return true;
      }
      current = ApiErrors.call(() -> client.resource(seen).get());
    }
    throw new StaleWriteException(name(seen), "somebody at every try");
  }

  /** False where the object changed since it was read: its status changes on its own. */
  private boolean deleted(HasMetadata object) {
    return deleteUnchanged(client, object);
  }

  /**
   * Deletes what was read.
   *
   * @return false where it changed meanwhile; it is kept then
   */
  static boolean deleteUnchanged(KubernetesClient client, HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    try {
      run(object, () -> client.resource(object).lockResourceVersion(version).delete());
      return true;
    } catch (ClusterUnavailableException e) {
      if (FencedApply.isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Deletes nothing. The object may have changed since it was read: whose it is, the delete checks.
   *
   * @throws ClusterRejectedException where the API server refuses it
   */
  static void dryRun(KubernetesClient client, HasMetadata object) {
    ApiErrors.dryRun(() -> run(object, () -> client.resource(object).dryRun().delete()));
  }

  /** Admission webhooks and policies do not name the object that they keep. */
  private static void run(HasMetadata object, Runnable delete) {
    try {
      ApiErrors.run(delete);
    } catch (ClusterRejectedException e) {
      throw new ClusterRejectedException(
          "the API server does not let " + name(object) + " be deleted: " + e.getMessage(), e);
    }
  }

  private static String uid(HasMetadata object) {
    return String.valueOf(object.getMetadata().getUid());
  }

  static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
