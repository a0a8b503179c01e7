/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects, one resource version for all of them, and a bounded log of changes. Stored trees are
 * never changed: who wants another one copies, changes and puts. Listeners are called in the order
 * of the changes, under the lock, and must return at once.
 */
public final class Store {

  /** A list and the resource version at which it was true. */
  public record Snapshot(List<ObjectNode> items, long version) {}

  private final int logSize;
  private final Map<ApiResource, TreeMap<String, ObjectNode>> objects = new HashMap<>();
  private final Deque<StoreChange> log = new ArrayDeque<>();
  private final List<Consumer<StoreChange>> listeners = new CopyOnWriteArrayList<>();
  private long version;
  private long forgotten;

  /**
   * @param logSize changes kept for watches that resume
   * @param version the first resource version; higher than any that an earlier run gave out, so
   *     that a watch of that time is told to list again
   */
  public Store(int logSize, long version) {
    this.logSize = logSize;
    this.version = version;
    this.forgotten = version;
  }

  public synchronized Optional<ObjectNode> get(ObjectKey key) {
    return Optional.ofNullable(of(key.resource()).get(path(key)));
  }

  /** In the order of namespace and name; all namespaces when {@code namespace} is empty. */
  public synchronized Snapshot list(ApiResource resource, String namespace) {
    TreeMap<String, ObjectNode> all = of(resource);
    if (namespace.isEmpty()) {
      return new Snapshot(new ArrayList<>(all.values()), version);
    }
    var inside = all.subMap(namespace + "/", namespace + "0"); // '0' follows '/'
    return new Snapshot(new ArrayList<>(inside.values()), version);
  }

  /**
   * Stores the object under a new resource version and publishes the change; takes ownership of it.
   */
  public synchronized ObjectNode put(ObjectKey key, ObjectNode object) {
    ObjectNode before = of(key.resource()).get(path(key));
    version++;
    ObjectMeta.of(object).put("resourceVersion", Long.toString(version));
    of(key.resource()).put(path(key), object);
    publish(
        before == null ? StoreChange.ChangeType.ADDED : StoreChange.ChangeType.MODIFIED,
        key,
        object,
        before);
    return object;
  }

  /** Takes the object out; what watches see carries the deletion's resource version. */
  public synchronized void remove(ObjectKey key) {
    ObjectNode before = of(key.resource()).remove(path(key));
    if (before == null) {
      return;
    }
    version++;
    ObjectNode last = before.deepCopy();
    ObjectMeta.of(last).put("resourceVersion", Long.toString(version));
    publish(StoreChange.ChangeType.DELETED, key, last, before);
  }

  /** Runs several steps without another writer between them. */
  public synchronized <T extends @Nullable Object> T atomically(
      java.util.function.Supplier<T> steps) {
    return steps.get();
  }

  public synchronized long version() {
    return version;
  }

  /**
   * Gives the changes after {@code since} to the listener, then every later one.
   *
   * @throws ApiException 410 when the log no longer reaches back so far
   */
  public synchronized AutoCloseable watch(long since, Consumer<StoreChange> listener) {
    checkReach(since);
    log.stream().filter(c -> c.version() > since).forEach(listener);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * @throws ApiException 410 when the log no longer reaches back so far
   */
  public synchronized void checkReach(long since) {
    if (since < forgotten) {
      throw ApiException.gone(since, forgotten);
    }
  }

  /** Forgets the log, as a server does after a while: older watches must list again. */
  public synchronized void compact() {
    log.clear();
    forgotten = version;
  }

  private void publish(
      StoreChange.ChangeType kind, ObjectKey key, ObjectNode object, @Nullable ObjectNode before) {
    StoreChange change = new StoreChange(kind, key, object, before, version);
    log.add(change);
    if (log.size() > logSize) {
      forgotten = log.remove().version();
    }
    listeners.forEach(l -> l.accept(change));
  }

  private TreeMap<String, ObjectNode> of(ApiResource resource) {
    return objects.computeIfAbsent(resource, _ -> new TreeMap<>());
  }

  private static String path(ObjectKey key) {
    return key.namespace() + "/" + key.name();
  }
}
