/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a write changes of an object. */
final class Contents {

  private Contents() {}

  static Map<String, String> over(
      Map<String, String> current, Set<String> before, Map<String, String> wanted) {
    Map<String, String> result = new TreeMap<>(current);
    result.keySet().removeIf(before::contains);
    result.putAll(wanted);
    return result;
  }

  static @Nullable Object content(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> deployment.getSpec();
      case Service service -> service.getSpec();
      case ConfigMap map -> map.getData();
      case Namespace _ -> null;
      default -> ApiKinds.content(object);
    };
  }

  static Map<String, String> labels(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
  }

  static Map<String, String> annotations(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }
}
