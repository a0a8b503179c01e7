/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write that took effect.
 *
 * @param key which object
 * @param before as it was; null where it was created
 * @param after as it became; null where it was deleted
 * @param writer who did it
 */
record ObjectWrite(
    ObjectKey key, @Nullable HasMetadata before, @Nullable HasMetadata after, Writer writer) {

  @Nullable String annotation(String name) {
    Map<String, String> annotations = after == null ? null : after.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }

  boolean isDelete() {
    return after == null;
  }
}
