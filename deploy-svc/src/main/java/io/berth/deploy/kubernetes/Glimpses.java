/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * What the watches show of an object, as long as that is at least as new as this service's own last
 * write of it. What others wrote since does not show: whoever goes by a glimpse writes over the
 * version that it shows, or not at all.
 */
final class Glimpses {

  private final WatchedCluster view;
  private final OwnWrites writes;

  Glimpses(WatchedCluster view, OwnWrites writes) {
    this.view = view;
    this.writes = writes;
  }

  /**
   * @param known whether the watches can be gone by; otherwise the API server has to be asked
   * @param there the object; empty where there is none, or where it is not known
   */
  record Glimpse(boolean known, Optional<? extends HasMetadata> there) {
    static final Glimpse NONE = new Glimpse(false, Optional.empty());
  }

  /** Of the object with that kind and name. */
  Glimpse of(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return switch (object) {
      case Deployment _ -> glimpse(object, view.deployment(namespace, name));
      case Service _ -> glimpse(object, view.service(namespace, name));
      default -> Glimpse.NONE;
    };
  }

  /**
   * Remembers what is watched; of anything else nobody would ask, and it would never be forgotten.
   */
  void wrote(HasMetadata object) {
    if (object instanceof Deployment || object instanceof Service) {
      writes.wrote(OwnWrites.key(object), object.getMetadata().getResourceVersion());
    }
  }

  private Glimpse glimpse(HasMetadata object, Optional<? extends HasMetadata> shown) {
    String version =
        shown.map(there -> there.getMetadata().getResourceVersion()).orElse(OwnWrites.NONE);
    return view.watching() && writes.shownBy(OwnWrites.key(object), version)
        ? new Glimpse(true, shown)
        : Glimpse.NONE;
  }
}
