/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one cluster that this service deploys to. Every method throws {@link
 * ClusterUnavailableException} where the API server does not answer and {@link
 * ClusterRejectedException} where it rejects the request.
 */
public interface Cluster {

  /** The current state, read from the API server. */
  ClusterSnapshot snapshot(AppRef app);

  /** The application alone, read from the API server; empty where it is not deployed here. */
  Optional<ObservedApp> observe(AppRef app);

  /**
   * The state as the caches know it: at least as new as this service's own writes. Good enough to
   * write by, since a conditional write fails on a newer version; not to reject a command by.
   */
  ClusterSnapshot cachedSnapshot(AppRef app);

  /**
   * The changes that applying the plan would make, by a server-side dry run.
   *
   * @throws ClusterRejectedException also where an object is there that is not the application's
   */
  List<Change> dryRun(Plan.Apply plan);

  /**
   * Applies the objects; the Deployment, which carries the command's position, comes last. Returns
   * the resulting application.
   *
   * @throws StaleWriteException where a later command has written meanwhile
   */
  ObservedApp apply(Plan.Apply plan);

  /**
   * Applies a namespace and its limits.
   *
   * @return what was applied: a quota without limits only where it ends those of an earlier one
   */
  List<HasMetadata> apply(List<HasMetadata> objects);

  /**
   * Applies the objects of a running application again, over the Deployment that was read: none is
   * created where it is gone.
   *
   * @param scalerReplicas the replica count to set as field manager berth-scaler before; null where
   *     it stays
   * @throws StaleWriteException where a later command or scaling decision has written meanwhile
   * @throws ClusterUnavailableException also where the Deployment was deleted meanwhile
   */
  void restore(ObservedApp live, List<HasMetadata> objects, @Nullable Integer scalerReplicas);

  /**
   * Checks that the existing objects belong to Berth.
   *
   * @throws ClusterRejectedException where any of it is somebody else's
   */
  void checkOwnership(List<HasMetadata> objects);

  /**
   * Checks by a server-side dry run that everything that belongs to the application may be deleted.
   *
   * @return what belongs to it, as it was read
   * @throws ClusterRejectedException where an object may not be; names it
   */
  List<HasMetadata> dryRunDelete(AppRef app);

  /**
   * Deletes what {@link #dryRunDelete} has read; returns what was deleted, as kind/name. What
   * changed since is deleted only where it still belongs to the application. Finalizers may hold
   * it, and the pods end later.
   *
   * @throws StaleWriteException where a later command has written meanwhile
   */
  List<String> delete(AppRef app, List<HasMetadata> objects, CommandRef by);

  /**
   * Reads everything that belongs to the application, and deletes it.
   *
   * @throws StaleWriteException where a later command has written meanwhile
   */
  List<String> delete(AppRef app, CommandRef by);

  /**
   * What is left of the application, read from the API server: its own objects, the Deployment
   * first, and its pods.
   */
  List<RemainingObject> remaining(AppRef app);

  /**
   * Deletes the parallel Deployment of that name; does nothing where it does not belong to the
   * application.
   *
   * @throws StaleWriteException where a later command has written it
   */
  void deleteParallel(AppRef app, String name, CommandRef by);

  /**
   * Deletes a pod, which its controller makes anew. Does nothing where it has changed since it was
   * seen.
   */
  void deletePod(AppRef app, Pod pod);

  /** Records on the release how its roll-out ended. */
  void recordOutcome(AppRef app, long release, ReleaseOutcome outcome);

  /**
   * Sets the replica count as field manager berth-scaler.
   *
   * @param position of the decision, written in the same apply
   */
  void scale(AppRef app, int replicas, String position);
}
