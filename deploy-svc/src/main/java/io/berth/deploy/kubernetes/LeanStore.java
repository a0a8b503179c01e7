/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a watch has shown, without the weight of {@code managedFields}. As the client reads them
 * they are a map for each field of each manager, and three quarters of all that is remembered of a
 * cluster.
 */
final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {

  private final Consumer<ObjectMeta> lighten;

  private LeanStore(Consumer<ObjectMeta> lighten) {
    super(Cache::metaNamespaceKeyFunc);
    this.lighten = lighten;
  }

  /** For what nobody asks the owners of. */
  static <T extends HasMetadata> LeanStore<T> withoutOwners() {
    return new LeanStore<>(metadata -> metadata.setManagedFields(List.of()));
  }

  /** For what is looked through for drift: who owns which field stays, but for the status. */
  static <T extends HasMetadata> LeanStore<T> withOwners() {
    return new LeanStore<>(
        metadata -> {
          List<ManagedFieldsEntry> owners = metadata.getManagedFields();
          if (owners != null) {
            owners.forEach(LeanStore::lighten);
          }
        });
  }

  @Override
  public T put(String key, T object) {
    lighten.accept(object.getMetadata());
    return super.put(key, object);
  }

  private static void lighten(ManagedFieldsEntry owner) {
    FieldsV1 fields = owner.getFieldsV1();
    if (fields != null && fields.getAdditionalProperties() != null) {
      Map<String, Object> all = new HashMap<>(fields.getAdditionalProperties());
      all.computeIfPresent("f:status", (_, _) -> Map.of());
      fields.setAdditionalProperties(lean(all));
    }
  }

  /** The same, in maps that cannot grow, of names that all objects share. */
  private static Map<String, Object> lean(Map<?, ?> fields) {
    Map<String, Object> lean = HashMap.newHashMap(fields.size());
    fields.forEach(
        (name, below) ->
            lean.put(
                name.toString().intern(),
                below instanceof Map<?, ?> deeper ? lean(deeper) : Map.of()));
    return Map.copyOf(lean);
  }
}
