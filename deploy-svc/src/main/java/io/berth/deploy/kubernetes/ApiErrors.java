/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.ClusterUnavailableException.Reason;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Distinguishes an unavailable API server from one that rejects a request. */
final class ApiErrors {

  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int UNAUTHORIZED = 401;
  private static final int INTERNAL_ERROR = 500;

  /**
   * API servers answer 500 to some objects, not only in trouble of their own: where server-side
   * apply cannot read the object, where etcd does not take its size, and where an admission webhook
   * denies it with that code or fails at it. A webhook that cannot be reached is an outage.
   */
  private static final List<Pattern> ABOUT_THE_OBJECT =
      List.of(
          Pattern.compile("failed to create typed (patch|live) object"),
          Pattern.compile("duplicate entries for key"),
          Pattern.compile("failed to convert new object"),
          Pattern.compile("request is too large"),
          Pattern.compile("trying to send message larger than max"),
          Pattern.compile("admission webhook \".*\" denied the request"),
          Pattern.compile(
              "failed calling webhook \".*\": .*an error on the server \\(.*\\) has prevented the"
                  + " request from succeeding",
              Pattern.DOTALL));

  /**
   * Of a webhook with side effects: what it thinks of the request, only the request itself tells.
   */
  private static final String NO_DRY_RUN = "does not support dry run";

  private ApiErrors() {}

  /** Runs a dry run; one that a webhook does not take part in says nothing about the request. */
  static void dryRun(Runnable call) {
    try {
      run(call);
    } catch (ClusterRejectedException e) {
      if (!String.valueOf(e.getMessage()).contains(NO_DRY_RUN)) {
        throw e;
      }
    }
  }

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
    String answer =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    String message = ClusterMessages.redact(answer);
    return isRefusal(e.getCode()) || e.getCode() == INTERNAL_ERROR && isAboutTheObject(answer)
        ? new ClusterRejectedException(message, e)
        : new ClusterUnavailableException(reason(e.getCode()), message, e);
  }

  private static Reason reason(int code) {
    return switch (code) {
      case UNAUTHORIZED -> Reason.UNAUTHORIZED;
      case CONFLICT -> Reason.CONFLICT;
      default -> Reason.NO_ANSWER;
    };
  }

  private static boolean isRefusal(int code) {
    return code >= 400
        && code < INTERNAL_ERROR
        && code != UNAUTHORIZED
        && code != CONFLICT
        && code != TOO_MANY;
  }

  /** The same request would be answered so again. */
  private static boolean isAboutTheObject(String answer) {
    return ABOUT_THE_OBJECT.stream().anyMatch(pattern -> pattern.matcher(answer).find());
  }
}
