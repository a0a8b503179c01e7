/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a kubeconfig that kubectl obeys and the client library of the services does not read.
 * Without {@code as} they would act with all rights of the one who impersonates.
 */
final class UnsupportedFields {

  private UnsupportedFields() {}

  static void refuse(Path file, AuthInfo user) throws ClusterProblemException {
    refuse(file, "as", user.getAs(), "Name a context with credentials of its own");
    refuse(file, "tokenFile", user.getTokenFile(), "Put the token itself into the field token");
  }

  private static void refuse(Path file, String field, @Nullable String value, String instead)
      throws ClusterProblemException {
    if (value != null && !value.isEmpty()) {
      throw new ClusterProblemException(
          "%s sets %s for this context, which Berth cannot use. %s"
              .formatted(file, field, instead));
    }
  }
}
