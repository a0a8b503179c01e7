/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Calls the listener with the application whose object changed. */
record AppEventHandler<T extends HasMetadata>(Consumer<AppRef> changed)
    implements ResourceEventHandler<T> {

  static AppRef appOf(HasMetadata object) {
    String label = object.getMetadata().getLabels().get(Annotations.NAME);
    return new AppRef(
        object.getMetadata().getNamespace(),
        label == null ? object.getMetadata().getName() : label);
  }

  @Override
  public void onAdd(T object) {
    changed.accept(appOf(object));
  }

  @Override
  public void onUpdate(T before, T after) {
    changed.accept(appOf(after));
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    changed.accept(appOf(object));
  }
}
