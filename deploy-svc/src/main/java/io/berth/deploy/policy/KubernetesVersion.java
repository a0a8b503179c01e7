/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of an API server.
 *
 * @param major 1 since 2015
 * @param minor the part that counts the features
 */
public record KubernetesVersion(int major, int minor) {

  /** Of a server that does not say it: it has none of the later features. */
  public static final KubernetesVersion UNKNOWN = new KubernetesVersion(0, 0);

  private static final Pattern GIT_VERSION = Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4}).*");

  /** Of the server's {@code gitVersion}, such as {@code v1.33.1-gke.100}. */
  public static KubernetesVersion parse(@Nullable String gitVersion) {
    Matcher matcher = GIT_VERSION.matcher(gitVersion == null ? "" : gitVersion);
    return matcher.matches()
        ? new KubernetesVersion(
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : UNKNOWN;
  }

  /** Whether its kubelets ask the gRPC health service: on by default since 1.24. */
  boolean hasGrpcProbes() {
    return major > 1 || major == 1 && minor >= 24;
  }

  @Override
  public String toString() {
    return equals(UNKNOWN) ? "(unknown version)" : major + "." + minor;
  }
}
