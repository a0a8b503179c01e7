/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a path points at.
 *
 * @param namespace empty for objects of the cluster and for lists over all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record RequestPath(ApiResource resource, String namespace, String name, String subresource) {

  /** Empty when the path is none of an object or a collection that the cluster knows. */
  static Optional<RequestPath> parse(String path) {
    List<String> steps = Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    if (steps.size() >= 3 && steps.get(0).equals("api")) {
      return below("", steps.get(1), steps.subList(2, steps.size()));
    }
    if (steps.size() >= 4 && steps.get(0).equals("apis")) {
      return below(steps.get(1), steps.get(2), steps.subList(3, steps.size()));
    }
    return Optional.empty();
  }

  private static Optional<RequestPath> below(String group, String version, List<String> steps) {
    boolean inNamespace =
        steps.size() >= 3
            && steps.getFirst().equals("namespaces")
            && !steps.get(2).equals("status")
            && !steps.get(2).equals("finalize");
    String namespace = inNamespace ? steps.get(1) : "";
    List<String> rest = inNamespace ? steps.subList(2, steps.size()) : steps;
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "";
    return ApiResources.find(group, version, rest.getFirst())
        .filter(r -> r.namespaced() || namespace.isEmpty())
        .filter(
            r ->
                subresource.isEmpty()
                    || r.subresources().contains(subresource)
                    || subresource.equals("finalize"))
        .map(r -> new RequestPath(r, namespace, name, subresource));
  }

  ObjectKey key() {
    return new ObjectKey(resource, namespace, name);
  }

  boolean isCollection() {
    return name.isEmpty();
  }
}
