/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The applications of the cluster as the informers know them. No method calls the API server,
 * except that diagnosis input of failing pods includes logs and events.
 */
public interface AppCache {

  Optional<ObservedApp> find(AppRef app);

  /** Every application that Berth deployed here. */
  List<ObservedApp> all();

  Environment environment(String namespace);

  ClusterIdentity identity();

  /** The parallel Deployment of that name, where it belongs to the application. */
  Optional<Deployment> parallel(AppRef app, String name);

  /** Every parallel Deployment of the application. */
  default List<Deployment> parallels(AppRef app) {
    return Track.parallelNames(app.name()).stream()
        .map(name -> parallel(app, name))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The pods with the application's labels, of every release, and of copies of what runs them. */
  List<Pod> pods(AppRef app);

  /** Whether any pod of the application exists, of whatever release. */
  boolean hasPods(AppRef app);

  /**
   * How many pods of the application are ready, by their release; of its Deployment and of a
   * parallel one, those that are being deleted left out.
   */
  SortedMap<Long, Integer> readyPods(AppRef app);

  /** Like {@link #diagnosisInput}, for the parallel release. */
  DiagnosisInput parallelDiagnosisInput(ObservedApp live, Deployment beside);

  /** The input of a diagnosis; with events and last log lines only where a pod fails. */
  DiagnosisInput diagnosisInput(ObservedApp live);

  /**
   * The cluster that this service serves.
   *
   * @param name the cluster's name
   * @param simulated whether it is a simulated one
   */
  public record ClusterIdentity(String name, boolean simulated) {}
}
