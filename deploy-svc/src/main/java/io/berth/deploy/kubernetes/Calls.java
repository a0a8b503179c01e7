/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.ClusterRefused;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/** Tells a server that is away from one that says no. */
final class Calls {

  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private Calls() {}

  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw translated(e);
    }
  }

  static void run(Runnable call) {
    call(
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  /** 401 and 403 without a word of quota are the service account's, and heal when it is mended. */
  private static RuntimeException translated(KubernetesClientException e) {
    String message =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    boolean refused =
        e.getCode() >= 400
            && e.getCode() < 500
            && e.getCode() != TOO_MANY
            && e.getCode() != CONFLICT;
    return refused && e.getCode() != 401
        ? new ClusterRefused(message, e)
        : new ClusterAway(message, e);
  }
}
