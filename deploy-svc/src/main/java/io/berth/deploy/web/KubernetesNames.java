/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.web;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates names from a URL before they are used in another one. */
final class KubernetesNames {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private KubernetesNames() {}

  static String label(String what, String name) {
    return checked(what, name, LABEL);
  }

  static String subdomain(String what, String name) {
    return checked(what, name, SUBDOMAIN);
  }

  static Map<String, String> podsOf(String app) {
    return Annotations.selector(label("app", app));
  }

  static boolean isManaged(@Nullable Pod pod) {
    return pod != null
        && pod.getMetadata().getLabels() != null
        && Annotations.BERTH.equals(pod.getMetadata().getLabels().get(Annotations.MANAGED_BY));
  }

  private static String checked(String what, String name, Pattern pattern) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(what + ": found '" + name + "', wanted a Kubernetes name");
    }
    return name;
  }
}
