/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import static io.berth.deploy.model.Contents.annotations;
import static io.berth.deploy.model.Contents.content;
import static io.berth.deploy.model.Contents.labels;
import static io.berth.deploy.model.Contents.over;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of an API server in memory, as strict as the real one in what a fence relies on: a
 * create of what exists, a write or delete of another version and an apply with the uid of what is
 * gone are conflicts. Keeps who created what, and every write.
 */
final class ApiObjects {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;

  private final Map<ObjectKey, HasMetadata> objects = new TreeMap<>();
  private final Map<ObjectKey, Writer> creators = new HashMap<>();
  private final Map<ObjectKey, Set<String>> applied = new HashMap<>();
  private final List<ObjectWrite> writes = new ArrayList<>();
  private final List<String> trespasses = new ArrayList<>();
  private final boolean ignoreVersions;
  private long version = 1000;

  /**
   * @param ignoreVersions whether every write counts as one without a version
   */
  ApiObjects(boolean ignoreVersions) {
    this.ignoreVersions = ignoreVersions;
  }

  synchronized @Nullable HasMetadata get(ObjectKey key) {
    return objects.get(key);
  }

  /** A copy that does not change any more. */
  synchronized Map<ObjectKey, HasMetadata> copy() {
    return new TreeMap<>(objects);
  }

  synchronized String version() {
    return Long.toString(version);
  }

  /** Every write, in order. */
  synchronized List<ObjectWrite> writes() {
    return List.copyOf(writes);
  }

  /** What Berth did to objects that were not the application's. */
  synchronized List<String> trespasses() {
    return List.copyOf(trespasses);
  }

  /** Who created the object that is there. */
  synchronized @Nullable Writer creator(ObjectKey key) {
    return creators.get(key);
  }

  synchronized ObjectKey requireCreatable(HasMetadata object) {
    ObjectKey key = ObjectKey.of(object);
    requireNamespace(key);
    if (objects.containsKey(key)) {
      throw ApiKinds.failure(CONFLICT, key + " already exists");
    }
    return key;
  }

  synchronized HasMetadata create(HasMetadata object, Writer writer) {
    ObjectKey key = requireCreatable(object);
    return put(key, stored(object, null, labels(object), annotations(object)), writer);
  }

  /**
   * Server-side apply, as if no two managers had a field in common. A version does not keep it from
   * creating the object; a uid does.
   *
   * @param dryRun whether nothing is stored
   */
  synchronized HasMetadata apply(HasMetadata object, Writer writer, boolean dryRun) {
    ObjectKey key = ObjectKey.of(object);
    requireNamespace(key);
    HasMetadata current = objects.get(key);
    if (current == null && !ignoreVersions && object.getMetadata().getUid() != null) {
      throw ApiKinds.failure(CONFLICT, "no " + key + " has that uid");
    }
    if (current != null) {
      requireVersion(key, current, object.getMetadata().getResourceVersion());
    }
    validate(key, object, current);
    HasMetadata result = merged(key, object, current);
    if (dryRun) {
      return result;
    }
    Set<String> own = new HashSet<>(labels(object).keySet());
    own.addAll(annotations(object).keySet());
    if (result == current) {
      checkOwner(key, writer, "applied");
    } else {
      put(key, result, writer);
    }
    applied.put(key, own);
    return result;
  }

  private static void validate(ObjectKey key, HasMetadata object, @Nullable HasMetadata current) {
    if (object instanceof ConfigMap map
        && current instanceof ConfigMap there
        && Boolean.TRUE.equals(there.getImmutable())
        && !Objects.equals(map.getData(), there.getData())) {
      throw ApiKinds.failure(INVALID, key + " is immutable");
    }
    if (object instanceof Deployment deployment
        && current instanceof Deployment there
        && !deployment.getSpec().getSelector().equals(there.getSpec().getSelector())) {
      throw ApiKinds.failure(INVALID, "the selector of " + key + " is immutable");
    }
  }

  private HasMetadata merged(ObjectKey key, HasMetadata object, @Nullable HasMetadata current) {
    if (current == null) {
      return stored(object, null, labels(object), annotations(object));
    }
    Set<String> before = applied.getOrDefault(key, Set.of());
    Map<String, String> labels = over(labels(current), before, labels(object));
    Map<String, String> annotations = over(annotations(current), before, annotations(object));
    boolean same =
        labels.equals(labels(current))
            && annotations.equals(annotations(current))
            && Objects.equals(content(object), content(current));
    return same ? current : stored(object, current, labels, annotations);
  }

  /**
   * Merges annotations, as a JSON merge patch does.
   *
   * @param expected the version that is to be there; null for any
   */
  synchronized HasMetadata annotate(
      ObjectKey key, Map<String, String> added, @Nullable String expected, Writer writer) {
    HasMetadata current = objects.get(key);
    if (current == null) {
      throw ApiKinds.failure(NOT_FOUND, key + " not found");
    }
    requireVersion(key, current, expected);
    Map<String, String> annotations = new TreeMap<>(annotations(current));
    annotations.putAll(added);
    return put(key, stored(current, current, labels(current), annotations), writer);
  }

  /** Deletes the object, where it exists and has that version. */
  synchronized void delete(ObjectKey key, @Nullable String expected, Writer writer) {
    HasMetadata current = objects.get(key);
    if (current == null) {
      return;
    }
    requireVersion(key, current, expected);
    checkOwner(key, writer, "deleted");
    if (!HeldObjects.isHeld(current)) {
      remove(key, current, writer);
    } else if (!HeldObjects.isTerminating(current)) {
      version++;
      HasMetadata marked = HeldObjects.marked(current, Long.toString(version));
      objects.put(key, marked);
      writes.add(new ObjectWrite(key, current, marked, writer));
    }
  }

  private void remove(ObjectKey key, HasMetadata current, Writer writer) {
    version++;
    objects.remove(key);
    creators.remove(key);
    applied.remove(key);
    writes.add(new ObjectWrite(key, current, null, writer));
  }

  /** Somebody's finalizer holds what is there, or lets it go. */
  synchronized void hold(ObjectKey key, boolean held) {
    HasMetadata current = objects.get(key);
    if (current == null || HeldObjects.isHeld(current) == held) {
      return;
    }
    if (!held && HeldObjects.isTerminating(current)) {
      remove(key, current, Writer.SOMEBODY);
    } else if (!HeldObjects.isTerminating(current)) {
      version++;
      HasMetadata next = HeldObjects.held(current, held, Long.toString(version));
      objects.put(key, next);
      writes.add(new ObjectWrite(key, current, next, Writer.SOMEBODY));
    }
  }

  private void requireVersion(ObjectKey key, HasMetadata current, @Nullable String expected) {
    if (!ignoreVersions
        && expected != null
        && !expected.equals(current.getMetadata().getResourceVersion())) {
      throw ApiKinds.failure(CONFLICT, "the version of " + key + " is another one");
    }
  }

  synchronized void status(ObjectKey key, DeploymentStatus status) {
    if (objects.get(key) instanceof Deployment current && !status.equals(current.getStatus())) {
      Deployment next =
          (Deployment) stored(current, current, labels(current), annotations(current));
      next.setStatus(status);
      put(key, next, Writer.CONTROLLER);
    }
  }

  private HasMetadata put(ObjectKey key, HasMetadata next, Writer writer) {
    HasMetadata before = objects.put(key, next);
    if (before == null) {
      creators.put(key, writer);
    } else {
      checkOwner(key, writer, "changed");
      if (writer.isBerth() && HeldObjects.isTerminating(before)) {
        trespasses.add(writer.name() + " wrote " + key + ", which is being deleted");
      }
    }
    writes.add(new ObjectWrite(key, before, next, writer));
    return next;
  }

  private void checkOwner(ObjectKey key, Writer writer, String how) {
    Writer creator = creators.get(key);
    if (writer.isBerth()
        && creator != null
        && !key.kind().equals("Namespace")
        && !Objects.equals(creator.app(), writer.app())) {
      trespasses.add(
          "%s %s %s of %s for %s (command %s)"
              .formatted(
                  writer.name(),
                  how,
                  key,
                  creator.isBerth() ? creator.app() : creator.name(),
                  writer.app(),
                  writer.commandId()));
    }
  }

  private void requireNamespace(ObjectKey key) {
    if (!key.namespace().isEmpty()
        && !objects.containsKey(new ObjectKey("Namespace", "", key.namespace()))) {
      throw ApiKinds.failure(NOT_FOUND, "namespaces \"" + key.namespace() + "\" not found");
    }
  }

  private HasMetadata stored(
      HasMetadata object,
      @Nullable HasMetadata current,
      Map<String, String> labels,
      Map<String, String> annotations) {
    version++;
    ObjectMeta old = current == null ? null : current.getMetadata();
    boolean changed = current == null || !Objects.equals(content(object), content(current));
    long generation = old == null ? 1 : old.getGeneration() + (changed ? 1 : 0);
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .withUid(old == null ? "uid-" + version : old.getUid())
            .withResourceVersion(Long.toString(version))
            .withGeneration(generation)
            .withLabels(labels)
            .withAnnotations(annotations)
            .withFinalizers(old == null ? List.of() : old.getFinalizers())
            .withDeletionTimestamp(old == null ? null : old.getDeletionTimestamp())
            .build();
    HasMetadata next = ApiKinds.copy(object);
    next.setMetadata(metadata);
    if (next instanceof Deployment deployment) {
      deployment.setStatus(current instanceof Deployment there ? there.getStatus() : null);
    }
    return next;
  }
}
