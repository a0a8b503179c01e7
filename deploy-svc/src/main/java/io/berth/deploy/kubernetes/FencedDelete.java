/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.Overtaken;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.manifest.Origin;
import io.berth.deploy.planning.Fence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes the very object that was looked at. One that a later command has written since stays, and
 * so does one of the same name that came after it.
 */
final class FencedDelete {

  private static final int MOST_TRIES = 8;

  private final KubernetesClient client;
  private final Map<String, String> mine;

  FencedDelete(KubernetesClient client, Origin by) {
    this.client = client;
    this.mine =
        Map.of(
            Marks.COMMAND_ID,
            by.commandId(),
            Marks.POSITION,
            by.position(),
            Marks.COMMAND_TIME,
            by.issuedAt().toString());
  }

  /**
   * @throws Overtaken where a later command has written it
   */
  void check(HasMetadata object) {
    Map<String, String> marks = object.getMetadata().getAnnotations();
    Optional<String> later = Fence.guards(marks) ? Fence.overtaker(mine, marks) : Optional.empty();
    if (later.isPresent()) {
      throw new Overtaken(name(object), later.get());
    }
  }

  /**
   * @throws Overtaken where a later command has written it
   */
  void delete(HasMetadata seen) {
    HasMetadata there = seen;
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      if (there == null || !uid(there).equals(uid(seen))) {
        return;
      }
      check(there);
      if (deleted(there)) {
        return;
      }
      there = Calls.call(() -> client.resource(seen).get());
    }
    throw new Overtaken(name(seen), "somebody at every try");
  }

  /** False where it is not what it was when it was looked at: its status moves on by itself. */
  private boolean deleted(HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    try {
      Calls.run(() -> client.resource(object).lockResourceVersion(version).delete());
      return true;
    } catch (ClusterAway e) {
      if (FencedApply.isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  private static String uid(HasMetadata object) {
    return String.valueOf(object.getMetadata().getUid());
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
