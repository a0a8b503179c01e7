/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.kubernetes.ReadYourWritesCache.CachedObject;
import io.berth.deploy.kubernetes.managedfields.FieldTakeover;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ForeignObject;
import io.berth.deploy.planning.TerminatingObject;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the API server what a write would change and whether it takes it, without writing. */
final class ObjectDryRun {

  private final KubernetesClient client;
  private final ReadYourWritesCache freshCache;
  private final Function<HasMetadata, Optional<HasMetadata>> applied;

  /**
   * @param applied what Berth applied last to an object that does not say so
   */
  ObjectDryRun(
      KubernetesClient client,
      ReadYourWritesCache freshCache,
      Function<HasMetadata, Optional<HasMetadata>> applied) {
    this.client = client;
    this.freshCache = freshCache;
    this.applied = applied;
  }

  /**
   * Checks whether an object may be written.
   *
   * @return what is there; null where nothing is
   * @throws ClusterRejectedException where it is somebody else's
   */
  @Nullable HasMetadata checkOwnership(HasMetadata object) {
    if (object instanceof Namespace namespace) { // anybody's, but not one that is being deleted
      Namespace live = ApiErrors.call(() -> client.resource(namespace).get());
      FencedApply.check(object, live, TerminatingObject::violation, _ -> Optional.empty());
      return live;
    }
    Optional<? extends HasMetadata> shown =
        freshCache
            .watched(object)
            .object()
            .filter(current -> ForeignObject.writeViolation(object, current).isEmpty());
    if (shown.isPresent()) {
      return shown.get();
    }
    // No proof that it belongs to somebody else: the cache may lag behind.
    HasMetadata current = ApiErrors.call(() -> client.resource(object).get());
    FencedApply.check(
        object, current, it -> ForeignObject.writeViolation(object, it), _ -> Optional.empty());
    return current;
  }

  /**
   * What a write would change. An object that is not there is not read first.
   *
   * @param expectNew whether it is probably not there; the informers know better where they can
   * @throws ClusterRejectedException where it is somebody else's, or the API server refuses it
   */
  List<Change> changes(HasMetadata object, boolean expectNew) {
    CachedObject cached = freshCache.watched(object);
    if (cached.isCurrent() ? cached.object().isEmpty() : expectNew) {
      try {
        List<Change> changes = dryRun(object, null, FencedApply.NO_VERSION);
        freshCache.recordRead(object, null);
        return changes;
      } catch (ClusterUnavailableException e) {
        if (!FencedApply.isConflict(e) && !FencedApply.refusesVersion(e)) {
          throw e;
        }
      } catch (ClusterRejectedException _) {
        // A merge with somebody else's object may be invalid before it is a conflict: whose object
        // it is decides first, then the server once more.
      }
    }
    HasMetadata before = checkOwnership(object);
    freshCache.recordRead(object, before);
    if (before != null) {
      FieldTakeover takeover = FieldTakeover.of(object, before, json(), applied);
      if (!takeover.isEmpty()) {
        return dryRunUpdate(object, before, takeover);
      }
    }
    return dryRun(object, before, null);
  }

  private List<Change> dryRun(
      HasMetadata object, @Nullable HasMetadata before, @Nullable String version) {
    object.getMetadata().setResourceVersion(version);
    try {
      HasMetadata after =
          ApiErrors.call(
              () ->
                  client
                      .resource(object)
                      .dryRun()
                      .fieldValidation(Validation.STRICT)
                      .fieldManager(Annotations.DEPLOYER)
                      .forceConflicts()
                      .serverSideApply());
      return DryRunDiff.between(before, after, json());
    } finally {
      object.getMetadata().setResourceVersion(null);
    }
  }

  private List<Change> dryRunUpdate(
      HasMetadata object, HasMetadata before, FieldTakeover takeover) {
    HasMetadata next = json().convertValue(takeover.result(), object.getClass());
    HasMetadata after = ApiErrors.call(() -> client.resource(next).dryRun().update());
    return takeover.attributed(DryRunDiff.between(before, after, json()));
  }

  private KubernetesSerialization json() {
    return client.getKubernetesSerialization();
  }
}
