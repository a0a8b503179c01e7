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

/** Informer store that drops {@code managedFields}, about three quarters of the cache's heap. */
final class TrimmedItemStore<T extends HasMetadata> extends BasicItemStore<T> {

  private final Consumer<ObjectMeta> trim;

  private TrimmedItemStore(Consumer<ObjectMeta> trim) {
    super(Cache::metaNamespaceKeyFunc);
    this.trim = trim;
  }

  /** For kinds whose field owners nobody asks for. */
  static <T extends HasMetadata> TrimmedItemStore<T> withoutManagedFields() {
    return new TrimmedItemStore<>(metadata -> metadata.setManagedFields(List.of()));
  }

  /** For kinds that are checked for drift: field owners stay, except for the status. */
  static <T extends HasMetadata> TrimmedItemStore<T> withManagedFields() {
    return new TrimmedItemStore<>(
        metadata -> {
          List<ManagedFieldsEntry> owners = metadata.getManagedFields();
          if (owners != null) {
            owners.forEach(TrimmedItemStore::trim);
          }
        });
  }

  @Override
  public T put(String key, T object) {
    trim.accept(object.getMetadata());
    return super.put(key, object);
  }

  private static void trim(ManagedFieldsEntry owner) {
    FieldsV1 fields = owner.getFieldsV1();
    if (fields != null && fields.getAdditionalProperties() != null) {
      Map<String, Object> all = new HashMap<>(fields.getAdditionalProperties());
      all.computeIfPresent("f:status", (_, _) -> Map.of());
      fields.setAdditionalProperties(compact(all));
    }
  }

  /** The same, in immutable maps with interned keys. */
  private static Map<String, Object> compact(Map<?, ?> fields) {
    Map<String, Object> compact = HashMap.newHashMap(fields.size());
    fields.forEach(
        (name, below) ->
            compact.put(
                name.toString().intern(),
                below instanceof Map<?, ?> deeper ? compact(deeper) : Map.of()));
    return Map.copyOf(compact);
  }
}
