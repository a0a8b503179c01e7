/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resource version that this service wrote last of each object, until the cache has it. */
final class WrittenVersions {

  /** In place of a version: the object does not exist. */
  static final String NONE = "";

  /**
   * Resource versions of one kind are growing numbers; see "Resource versions" of the Kubernetes
   * API concepts.
   */
  static final Comparator<String> AGE =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Map<String, String> versions = new ConcurrentHashMap<>();

  static String key(String kind, String namespace, String name) {
    return kind + "/" + namespace + "/" + name;
  }

  static String key(HasMetadata object) {
    return key(
        object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  void recordWrite(String key, String version) {
    versions.merge(key, version, (one, other) -> AGE.compare(one, other) < 0 ? other : one);
  }

  void recordDelete(String key) {
    versions.put(key, NONE);
  }

  /**
   * Whether the cached version is as new as the written one; remembered from then on.
   *
   * @param shown its version, or {@link #NONE}
   */
  boolean isVisibleAt(String key, String shown) {
    String own = versions.get(key);
    if (own == null) {
      return true;
    }
    boolean newer = own.equals(NONE) ? shown.equals(NONE) : AGE.compare(shown, own) >= 0;
    return newer && versions.remove(key, own);
  }
}
