/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.command.AdditionalContainer;
import io.berth.events.command.AppSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images of a specification's containers.
 *
 * @param byField the names by their fields, such as {@code spec.sidecars[0].image}; the
 *     application's own first
 */
public record ContainerImages(Map<String, String> byField) {

  public static ContainerImages of(AppSpec spec) {
    Map<String, String> images = new LinkedHashMap<>();
    images.put("spec.image", spec.image());
    add(images, "spec.initContainers", spec.initContainers());
    add(images, "spec.sidecars", spec.sidecars());
    return new ContainerImages(images);
  }

  private static void add(
      Map<String, String> images, String field, List<? extends AdditionalContainer> containers) {
    for (int i = 0; i < containers.size(); i++) {
      images.put(field + "[" + i + "].image", containers.get(i).image());
    }
  }

  /** Each once. */
  public Set<String> names() {
    return new LinkedHashSet<>(byField.values());
  }

  /** Each once; without those that are no references, which a policy rejects. */
  public Set<ImageReference> references() {
    return names().stream()
        .map(ImageReference::parse)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
