/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The version of each object that this service wrote last, until a watch shows it. */
final class OwnWrites {

  /** As a version: nothing is there. */
  static final String NONE = "";

  /**
   * Versions of one kind are numbers that grow; see "Resource versions" of the Kubernetes API
   * concepts.
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

  void wrote(String key, String version) {
    versions.merge(key, version, (one, other) -> AGE.compare(one, other) < 0 ? other : one);
  }

  void erased(String key) {
    versions.put(key, NONE);
  }

  /**
   * Whether what a watch shows is as new as what was written; from then on it stays so.
   *
   * @param shown its version, or {@link #NONE}
   */
  boolean shownBy(String key, String shown) {
    String own = versions.get(key);
    if (own == null) {
      return true;
    }
    boolean newer = own.equals(NONE) ? shown.equals(NONE) : AGE.compare(shown, own) >= 0;
    return newer && versions.remove(key, own);
  }
}
