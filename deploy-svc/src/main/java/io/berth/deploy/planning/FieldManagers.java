/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;

/** Which manager owns a field of {@code spec}, by an object's {@code managedFields}. */
final class FieldManagers {

  private FieldManagers() {}

  static boolean owns(HasMetadata object, String manager, String field) {
    List<ManagedFieldsEntry> entries = object.getMetadata().getManagedFields();
    return entries != null
        && entries.stream()
            .filter(entry -> manager.equals(entry.getManager()))
            .anyMatch(entry -> holds(entry.getFieldsV1(), field));
  }

  private static boolean holds(FieldsV1 fields, String field) {
    return fields != null
        && fields.getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:" + field);
  }
}
