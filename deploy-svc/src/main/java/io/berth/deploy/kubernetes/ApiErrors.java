/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/** Distinguishes an unavailable API server from one that rejects a request. */
final class ApiErrors {

  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private ApiErrors() {}

  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw translate(e);
    }
  }

  static void run(Runnable call) {
    call(
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  /**
   * 401 and 403 that do not mention a quota concern the service account, and pass once its
   * permissions are mended.
   */
  private static RuntimeException translate(KubernetesClientException e) {
    String message =
        ClusterMessages.redact(
            e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage()));
    boolean refused =
        e.getCode() >= 400
            && e.getCode() < 500
            && e.getCode() != TOO_MANY
            && e.getCode() != CONFLICT;
    return refused && e.getCode() != 401
        ? new ClusterRejectedException(message, e)
        : new ClusterUnavailableException(message, e);
  }
}
