/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Marks;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Tells of which application something changed, whatever it was. */
record News<T extends HasMetadata>(Consumer<AppRef> changed) implements ResourceEventHandler<T> {

  static AppRef appOf(HasMetadata object) {
    String label = object.getMetadata().getLabels().get(Marks.NAME);
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
