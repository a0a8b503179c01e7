/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.ClusterUnavailableException.Reason;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.kubernetes.ReadYourWritesCache.CachedObject;
import io.berth.deploy.kubernetes.managedfields.FieldTakeover;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.planning.CommandFencing;
import io.berth.deploy.planning.ForeignObject;
import io.berth.deploy.rollout.CurrentStatus;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditional server-side apply: sends the {@code resourceVersion} that was read, so a paused
 * instance cannot overwrite a newer command's object, and the {@code uid}, so it creates none anew.
 */
final class FencedApply {

  private static final int MAX_TRIES = 8;

  /** A version that no object has: etcd begins to count with the first write, at 2. */
  static final String NO_VERSION = "1";

  /** What Kubernetes 1.20 says of a new Service: its registry takes no such version. */
  private static final String VERSION_REFUSED = "resourceVersion should not be set on objects";

  private final KubernetesClient client;
  private final ReadYourWritesCache freshCache;
  private final Function<HasMetadata, Optional<HasMetadata>> applied;
  private final Set<String> unversionedKinds = ConcurrentHashMap.newKeySet();

  /**
   * @param applied what Berth applied last to an object that does not say so
   */
  FencedApply(
      KubernetesClient client,
      ReadYourWritesCache freshCache,
      Function<HasMetadata, Optional<HasMetadata>> applied) {
    this.client = client;
    this.freshCache = freshCache;
    this.applied = applied;
  }

  /**
   * @throws StaleWriteException where a later command has written it
   * @throws ClusterRejectedException where it is somebody else's, or being deleted
   */
  HasMetadata apply(HasMetadata object, String manager) {
    return apply(object, manager, freshCache.get(object));
  }

  /** As {@link #apply(HasMetadata, String)}, over an object that was read before. */
  HasMetadata applyOver(HasMetadata there, HasMetadata object, String manager) {
    return apply(object, manager, new CachedObject(true, Optional.of(there)));
  }

  private HasMetadata apply(HasMetadata object, String manager, CachedObject known) {
    if (object instanceof Namespace namespace) {
      Namespace current = ApiErrors.call(() -> client.resource(namespace).get());
      Namespace next = NamespaceManifests.shared(namespace, current);
      return ApiErrors.call(() -> send(next, manager, current != null));
    }
    Map<String, String> mine = object.getMetadata().getAnnotations();
    return apply(
        object,
        manager,
        current -> ForeignObject.writeViolation(object, current),
        // An object without a position of its own is the same whoever writes it.
        current ->
            CommandFencing.isFenced(mine)
                ? CommandFencing.newerCommand(mine, current)
                : Optional.empty(),
        known);
  }

  /**
   * Applies a part of an application's own Deployment or StatefulSet. The caches hold no parts: the
   * object is read from the API server.
   *
   * @param newer what is newer, by the annotations of the live object
   * @throws StaleWriteException where there is one
   * @throws ClusterRejectedException where the Deployment belongs to somebody else
   */
  void applyPart(
      GenericKubernetesResource part,
      ObjectOwner owner,
      String manager,
      Function<Map<String, String>, Optional<String>> newer) {
    apply(
        part,
        manager,
        current -> ForeignObject.writeViolation(owner, current),
        newer,
        CachedObject.NONE);
  }

  private HasMetadata apply(
      HasMetadata object,
      String manager,
      Function<HasMetadata, Optional<Violation>> obstacle,
      Function<Map<String, String>, Optional<String>> newer,
      CachedObject cached) {
    // The cache may lag behind: good enough to write by, never to reject by.
    boolean doubtful = cached.object().flatMap(obstacle).isPresent();
    HasMetadata first = null;
    for (int tries = 1; tries <= MAX_TRIES; tries++) {
      HasMetadata current = current(object, tries == 1 && !doubtful ? cached : CachedObject.NONE);
      check(object, current, obstacle, newer);
      if (tries == 1) {
        first = current;
      } else {
        requireSameCommand(object, first, current);
      }
      try {
        HasMetadata base = takenOver(object, current, manager);
        require(object, base);
        HasMetadata over = CurrentStatus.recordConditions(object, base);
        return ApiErrors.call(() -> send(over, manager, base != null));
      } catch (ClusterUnavailableException e) {
        if (!isConflict(e) && !refusesVersion(object, e)) {
          throw e;
        }
      } finally {
        object.getMetadata().setResourceVersion(null);
        object.getMetadata().setUid(null);
      }
    }
    throw new StaleWriteException(FencedDelete.name(object), "somebody at every try");
  }

  /**
   * Has the write conflict where something else is there than was checked: where there was nothing,
   * with any object; otherwise, by its version, with a changed one and, by its uid, with none.
   */
  private void require(HasMetadata object, @Nullable HasMetadata base) {
    ObjectMeta metadata = object.getMetadata();
    String none = unversionedKinds.contains(object.getKind()) ? null : NO_VERSION;
    metadata.setResourceVersion(base == null ? none : base.getMetadata().getResourceVersion());
    metadata.setUid(base == null ? null : base.getMetadata().getUid());
  }

  /**
   * The next try sends none: it conflicts only where it meets a field of somebody else. Several
   * writes may learn it at once.
   */
  private boolean refusesVersion(HasMetadata object, ClusterUnavailableException e) {
    if (!refusesVersion(e)) {
      return false;
    }
    unversionedKinds.add(object.getKind());
    return NO_VERSION.equals(object.getMetadata().getResourceVersion());
  }

  static boolean refusesVersion(ClusterUnavailableException e) {
    return String.valueOf(e.getMessage()).contains(VERSION_REFUSED);
  }

  /** A plan from what the first try found is outdated once another command wrote or deleted it. */
  private void requireSameCommand(
      HasMetadata object, @Nullable HasMetadata first, @Nullable HasMetadata current) {
    if (first != null && current == null) {
      throw new ClusterUnavailableException(
          Reason.CONFLICT,
          FencedDelete.name(object) + " was deleted while it was written",
          new IllegalStateException("gone"));
    }
    String there = commandOf(current);
    if (current != null
        && there != null
        && !there.equals(commandOf(first))
        && !there.equals(commandOf(object))) {
      freshCache.recordWrite(current); // it lags behind, and is not used until it shows this
      throw new StaleWriteException(FencedDelete.name(object), there);
    }
  }

  private static @Nullable String commandOf(@Nullable HasMetadata object) {
    Map<String, String> annotations = object == null ? null : object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Annotations.COMMAND_ID);
  }

  /** What the cache does not have needs no read: its apply conflicts with any. */
  private @Nullable HasMetadata current(HasMetadata object, CachedObject cached) {
    boolean enough =
        cached.object().isPresent()
            || (cached.isCurrent() && !unversionedKinds.contains(object.getKind()));
    return enough ? cached.object().orElse(null) : ApiErrors.call(() -> read(object));
  }

  /** A part is read as the whole object. */
  private @Nullable HasMetadata read(HasMetadata object) {
    return object instanceof GenericKubernetesResource part
        ? new WorkloadReader(client)
            .read(
                WorkloadKind.of(part),
                part.getMetadata().getNamespace(),
                part.getMetadata().getName())
        : client.resource(object).get();
  }

  static void check(
      HasMetadata object,
      @Nullable HasMetadata current,
      Function<HasMetadata, Optional<Violation>> obstacle,
      Function<Map<String, String>, Optional<String>> newer) {
    Optional<HasMetadata> there = Optional.ofNullable(current);
    Optional<Violation> violation = there.flatMap(obstacle);
    if (violation.isPresent()) {
      throw new ClusterRejectedException(violation.get());
    }
    Optional<String> later = there.map(it -> it.getMetadata().getAnnotations()).flatMap(newer);
    if (later.isPresent()) {
      throw new StaleWriteException(FencedDelete.name(object), later.get());
    }
  }

  private HasMetadata send(HasMetadata object, String manager, boolean force) {
    NonDeletingOperation<HasMetadata> operation =
        client.resource(object).fieldValidation(Validation.STRICT);
    var ours = operation.fieldManager(manager);
    HasMetadata written = (force ? ours.forceConflicts() : ours).serverSideApply();
    freshCache.recordWrite(written);
    return written;
  }

  /**
   * Takes fields from other field managers that would outlast the write, or make it invalid. The
   * version that was read is required, so nobody's newer fields are taken.
   *
   * @return what is there then
   */
  private @Nullable HasMetadata takenOver(
      HasMetadata object, @Nullable HasMetadata current, String manager) {
    if (current == null
        || !manager.equals(Annotations.DEPLOYER)
        || takeover(object, current).isEmpty()) {
      return current;
    }
    HasMetadata read = ApiErrors.call(() -> read(object)); // the cache keeps not every field owner
    if (read == null || !version(read).equals(version(current))) {
      throw new ClusterUnavailableException(
          Reason.CONFLICT,
          FencedDelete.name(object) + " changed since it was read",
          new IllegalStateException("another version"));
    }
    String patch = json().asJson(takeover(object, read).patch());
    HasMetadata taken =
        ApiErrors.call(
            () -> client.resource(read).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    freshCache.recordWrite(taken);
    return taken;
  }

  private FieldTakeover takeover(HasMetadata object, HasMetadata live) {
    return FieldTakeover.of(object, live, json(), applied);
  }

  private KubernetesSerialization json() {
    return client.getKubernetesSerialization();
  }

  private static String version(HasMetadata object) {
    return String.valueOf(object.getMetadata().getResourceVersion());
  }

  static boolean isConflict(ClusterUnavailableException e) {
    return e.reason() == Reason.CONFLICT;
  }
}
