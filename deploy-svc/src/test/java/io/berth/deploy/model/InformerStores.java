/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the informers of one instance have: the objects as they are, or as they were when the
 * informers began to lag.
 */
final class InformerStores {

  private static final ClassLoader LOADER = InformerStores.class.getClassLoader();

  private final ApiObjects objects;
  private volatile @Nullable Map<ObjectKey, HasMetadata> old;

  InformerStores(ApiObjects objects) {
    this.objects = objects;
  }

  void lag() {
    if (old == null) {
      old = objects.copy();
    }
  }

  void catchUp() {
    old = null;
  }

  private @Nullable HasMetadata get(ObjectKey key) {
    Map<ObjectKey, HasMetadata> seen = old;
    return seen == null ? objects.get(key) : seen.get(key);
  }

  private List<HasMetadata> list(String kind, Map<String, String> labels) {
    Map<ObjectKey, HasMetadata> seen = old;
    return (seen == null ? objects.copy() : seen)
        .entrySet().stream()
            .filter(entry -> entry.getKey().kind().equals(kind))
            .map(Map.Entry::getValue)
            .filter(object -> ApiClient.has(object, labels))
            .toList();
  }

  /** The informer of a kind, filtered by labels. */
  SharedIndexInformer<?> informer(String kind, Map<String, String> labels) {
    Object store =
        Proxy.newProxyInstance(
            LOADER,
            new Class<?>[] {Indexer.class},
            (_, method, args) -> store(kind, labels, method, args));
    return (SharedIndexInformer<?>)
        Proxy.newProxyInstance(
            LOADER,
            new Class<?>[] {SharedIndexInformer.class},
            (proxy, method, _) ->
                switch (method.getName()) {
                  case "itemStore", "exceptionHandler", "addEventHandler", "addIndexers" -> proxy;
                  case "getStore", "getIndexer" -> store;
                  case "hasSynced", "isWatching" -> true;
                  case "start" -> CompletableFuture.completedFuture(null);
                  case "stop" -> null;
                  default -> throw new AssertionError("the model's informer has no " + method);
                });
  }

  private @Nullable Object store(
      String kind, Map<String, String> labels, Method method, Object[] args) {
    return switch (method.getName()) {
      case "getByKey" -> byKey(kind, labels, (String) args[0]);
      case "list" -> list(kind, labels);
      case "byIndex" -> byIndex(kind, labels, (String) args[0], (String) args[1]);
      default -> throw new AssertionError("the model's store has no " + method);
    };
  }

  private @Nullable HasMetadata byKey(String kind, Map<String, String> labels, String key) {
    int slash = key.indexOf('/');
    HasMetadata found =
        get(
            new ObjectKey(
                kind, slash < 0 ? "" : key.substring(0, slash), key.substring(slash + 1)));
    return found != null && ApiClient.has(found, labels) ? found : null;
  }

  private List<HasMetadata> byIndex(
      String kind, Map<String, String> labels, String index, String value) {
    return index.equals(Cache.NAMESPACE_INDEX)
        ? list(kind, labels).stream()
            .filter(object -> value.equals(object.getMetadata().getNamespace()))
            .toList()
        : List.of(); // pods by application: there are none
  }
}
