/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.apply.FieldManager;
import io.berth.simulator.apply.ServerSideApply;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Clock;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates and changes objects by the rules of the API server, as the storage behind its REST
 * resources does; each call is atomic.
 */
public final class RestStorage {

  private final Store store;
  private final Clock clock;
  private final ObjectDefaults defaults = new ObjectDefaults();
  private final QuotaAdmission quotas;
  private final ClaimAdmission claims;
  private final ObjectNaming naming;
  private final ObjectUpdate transition;

  public RestStorage(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.quotas = new QuotaAdmission(store);
    this.naming = new ObjectNaming(store);
    this.claims = new ClaimAdmission(store);
    this.transition = new ObjectUpdate(store, clock, defaults, claims);
  }

  public ObjectNode get(ObjectKey key) {
    return store.get(key).orElseThrow(() -> ApiException.notFound(key.resource(), key.name()));
  }

  /** The object, or its scale. */
  public ObjectNode get(ObjectKey key, String subresource) {
    ObjectNode object = get(key);
    return subresource.equals("scale") ? ScaleSubresource.of(object) : object;
  }

  /**
   * @throws ApiException 409 when it exists, 404 without its namespace, 403 over quota, 422 when
   *     invalid
   */
  public ObjectNode create(
      ApiResource resource, String namespace, ObjectNode body, WriteOptions options) {
    return store.atomically(() -> created(resource, namespace, body, options));
  }

  private ObjectNode created(
      ApiResource resource, String namespace, ObjectNode body, WriteOptions options) {
    ObjectNode object = body.deepCopy();
    ObjectNode meta = ObjectMeta.of(object);
    if (!ObjectMeta.version(object).isEmpty()) {
      throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
    }
    if (ObjectMeta.name(object).isEmpty() && !JsonTrees.text(meta, "generateName").isEmpty()) {
      meta.put("name", JsonTrees.text(meta, "generateName") + ObjectNaming.suffix());
    }
    ObjectKey key = ObjectNaming.keyed(resource, namespace, object);
    naming.checkNamespace(key);
    if (store.get(key).isPresent()) {
      throw ApiException.alreadyExists(resource, key.name());
    }
    meta.remove(java.util.List.of("deletionTimestamp", "managedFields", "generation"));
    meta.put("uid", UUID.randomUUID().toString());
    meta.put("creationTimestamp", ObjectMeta.time(clock.instant()));
    if (resource.hasStatus() && !options.manager().isEmpty() && resource != ApiResources.NODES) {
      object.remove("status");
    }
    defaults.apply(key, object);
    claims.admit(key, object);
    ObjectValidation.check(key, object, null);
    quotas.check(key, object);
    transition.stamp(key, object, null, "", options);
    return stored(key, object, options);
  }

  private ObjectNode stored(ObjectKey key, ObjectNode object, WriteOptions options) {
    if (options.dryRun()) {
      return object;
    }
    ObjectSize.check(object);
    return store.put(key, object);
  }

  /**
   * Replaces the object, or the part of it that the subresource is.
   *
   * @throws ApiException 409 when the body's resource version is not the current one
   */
  public ObjectNode update(
      ObjectKey key, String subresource, ObjectNode body, WriteOptions options) {
    return store.atomically(
        () -> {
          ObjectNode live = get(key);
          ObjectNode wanted =
              subresource.equals("scale") ? ScaleSubresource.into(live, body) : body;
          ObjectNode result = transition.store(key, subresource, live, wanted, options);
          return subresource.equals("scale") ? ScaleSubresource.of(result) : result;
        });
  }

  /** Replaces the object by what the function makes of it. */
  public ObjectNode patch(
      ObjectKey key, String subresource, UnaryOperator<ObjectNode> patch, WriteOptions options) {
    return store.atomically(
        () -> {
          ObjectNode live = get(key);
          boolean scale = subresource.equals("scale");
          ObjectNode patched = patch.apply(scale ? ScaleSubresource.of(live) : live);
          ObjectNode wanted = scale ? ScaleSubresource.into(live, patched) : patched;
          ObjectNode result = transition.store(key, subresource, live, wanted, options);
          return scale ? ScaleSubresource.of(result) : result;
        });
  }

  /**
   * Server-side apply; creates the object where it is missing, also where the body has a resource
   * version, but not where it has a uid.
   */
  public ObjectNode apply(
      ObjectKey key, String subresource, ObjectNode wanted, WriteOptions options) {
    if (options.manager().isEmpty()) {
      throw ApiException.invalid(
          patchOptions(),
          "",
          java.util.List.of(
              new ApiException.StatusCause(
                  "FieldValueRequired",
                  "Required value: is required for apply patch",
                  "fieldManager")));
    }
    if (!JsonTrees.at(wanted, "metadata", "managedFields").isEmpty()) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    return store.atomically(() -> applied(key, subresource, wanted, options));
  }

  private ObjectNode applied(
      ObjectKey key, String subresource, ObjectNode wanted, WriteOptions options) {
    ObjectNode live = store.get(key).orElse(null);
    requireSameObject(key, ObjectMeta.uid(wanted), live);
    FieldManager writer =
        new FieldManager(options.manager(), subresource, ObjectMeta.time(clock.instant()));
    boolean hasStatus = key.resource().hasStatus();
    if (live != null) {
      ObjectNode merged = ServerSideApply.apply(live, wanted, writer, options.force(), hasStatus);
      String version = ObjectMeta.version(wanted);
      if (!version.isEmpty()) {
        ObjectMeta.of(merged).put("resourceVersion", version);
      }
      return transition.storeApplied(key, subresource, live, merged, options);
    }
    if (!subresource.isEmpty()) {
      throw ApiException.notFound(key.resource(), key.name());
    }
    String uid = ObjectMeta.uid(wanted);
    if (!uid.isEmpty()) {
      throw ApiException.conflict(
          key.resource(),
          key.name(),
          "uid mismatch: the provided object specified uid "
              + uid
              + ", and no existing object was found");
    }
    ObjectNode fresh =
        JsonTrees.object()
            .put("apiVersion", key.resource().apiVersion())
            .put("kind", key.resource().kind());
    ObjectMeta.of(fresh).put("name", key.name());
    ObjectNode first = ServerSideApply.apply(fresh, wanted, writer, options.force(), hasStatus);
    return createApplied(key, first, options);
  }

  /** An apply that names a uid is about that object: it creates none. */
  private static void requireSameObject(ObjectKey key, String uid, @Nullable ObjectNode live) {
    if (!uid.isEmpty() && (live == null || !uid.equals(ObjectMeta.uid(live)))) {
      throw ApiException.conflict(
          key.resource(),
          key.name(),
          "uid mismatch: the provided object specified uid "
              + uid
              + (live == null
                  ? ", and no existing object was found"
                  : ", and the existing object has another one"));
    }
  }

  private ObjectNode createApplied(ObjectKey key, ObjectNode first, WriteOptions options) {
    var managers = JsonTrees.at(first, "metadata", "managedFields");
    ObjectNode created =
        created(
            key.resource(),
            key.namespace(),
            first,
            new WriteOptions(options.manager(), true, false));
    ObjectMeta.of(created).set("managedFields", managers);
    return stored(key, created, options);
  }

  private static ApiResource patchOptions() {
    return new ApiResource(
        "meta.k8s.io", "v1", "PatchOptions", "patchoptions", false, java.util.Set.of());
  }

  /** Takes the object out at once, whatever its finalizers and grace say. */
  public void remove(ObjectKey key) {
    store.remove(key);
  }

  /** The stored object, null when there is none. */
  public @Nullable ObjectNode find(ObjectKey key) {
    return store.get(key).orElse(null);
  }
}
