/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the objects that run applications' pods from the API server. */
final class WorkloadReader {

  private final KubernetesClient client;

  WorkloadReader(KubernetesClient client) {
    this.client = client;
  }

  /** In the form of a Deployment; null where there is none. */
  @Nullable Deployment read(AppRef app) {
    return own(
        app,
        deployment(app.namespace(), app.name()),
        () -> statefulSet(app.namespace(), app.name()));
  }

  /** The object of that kind; null where there is none. */
  @Nullable HasMetadata read(WorkloadKind kind, String namespace, String name) {
    return kind.kind() == Workload.Kind.STATEFUL
        ? statefulSet(namespace, name)
        : deployment(namespace, name);
  }

  @Nullable Deployment deployment(String namespace, String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  @Nullable StatefulSet statefulSet(String namespace, String name) {
    return client.apps().statefulSets().inNamespace(namespace).withName(name).get();
  }

  /**
   * The one that belongs to the application, in the form of a Deployment. Otherwise the Deployment
   * of its name, which is somebody else's; another's StatefulSet is only in the way of one.
   */
  static @Nullable Deployment own(
      AppRef app, @Nullable Deployment deployment, Supplier<@Nullable StatefulSet> statefulSet) {
    if (deployment != null && ObjectOwner.of(app).owns(deployment)) {
      return deployment;
    }
    return Optional.ofNullable(statefulSet.get())
        .filter(ObjectOwner.of(app)::owns)
        .map(set -> WorkloadKind.of(set).read(set))
        .orElse(deployment);
  }
}
