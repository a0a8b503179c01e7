/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cached object, where it is at least as new as this service's own last write of it. Writes of
 * others may be missing: the conditional write then fails.
 */
final class ReadYourWritesCache {

  private static final int MAX_READS = 1000;

  private final InformerAppCache cache;
  private final WrittenVersions writtenVersions = new WrittenVersions();
  private final Map<String, Optional<HasMetadata>> reads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<HasMetadata>> eldest) {
          return size() > MAX_READS;
        }
      };

  ReadYourWritesCache(InformerAppCache cache) {
    this.cache = cache;
  }

  /**
   * @param isCurrent whether the cache can be used; otherwise the API server has to be asked
   * @param object the object; empty where there is none, or where it is not known
   */
  record CachedObject(boolean isCurrent, Optional<? extends HasMetadata> object) {
    static final CachedObject NONE = new CachedObject(false, Optional.empty());
  }

  /** The object with that kind, namespace and name. */
  CachedObject get(HasMetadata object) {
    return isWatched(object) ? watched(object) : lastRead(WrittenVersions.key(object));
  }

  /** The same, from an informer. */
  CachedObject watched(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return switch (object) {
      case Deployment _ -> cached(object, cache.deployment(namespace, name));
      case StatefulSet _ -> cached(object, cache.statefulSet(namespace, name));
      case Service _ -> cached(object, cache.service(namespace, name));
      default -> CachedObject.NONE;
    };
  }

  /**
   * Remembers what a dry run found of a kind that is not watched, for the write that follows: a
   * conditional write fails where it is outdated.
   *
   * @param found null where there is none
   */
  void recordRead(HasMetadata object, @Nullable HasMetadata found) {
    if (!isWatched(object)) {
      synchronized (reads) {
        reads.put(WrittenVersions.key(object), Optional.ofNullable(found));
      }
    }
  }

  private CachedObject lastRead(String key) {
    Optional<HasMetadata> found;
    synchronized (reads) {
      found = reads.remove(key);
    }
    return found == null ? CachedObject.NONE : new CachedObject(true, found);
  }

  private static boolean isWatched(HasMetadata object) {
    return WorkloadKind.isWorkload(object) || object instanceof Service;
  }

  /**
   * Objects older than this one are not used any more. Remembers watched kinds only; other entries
   * would never be evicted.
   */
  void recordWrite(HasMetadata object) {
    if (isWatched(object)) {
      writtenVersions.recordWrite(
          WrittenVersions.key(object), object.getMetadata().getResourceVersion());
    }
  }

  /** The cached object is not used any more until the cache shows that it is gone. */
  void recordDeleted(String kind, String namespace, String name) {
    writtenVersions.recordDelete(WrittenVersions.key(kind, namespace, name));
  }

  private CachedObject cached(HasMetadata object, Optional<? extends HasMetadata> shown) {
    String version =
        shown.map(there -> there.getMetadata().getResourceVersion()).orElse(WrittenVersions.NONE);
    return cache.isWatching() && writtenVersions.isVisibleAt(WrittenVersions.key(object), version)
        ? new CachedObject(true, shown)
        : CachedObject.NONE;
  }

  /** The resource version that this service wrote last of each object, until the cache has it. */
  static final class WrittenVersions {

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
}
