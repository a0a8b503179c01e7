/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The last known objects of a cluster. */
public interface ClusterView {

  Collection<Pod> pods();

  Collection<Deployment> deployments();

  Collection<Node> nodes();

  Collection<Event> events();

  @Nullable Pod pod(String namespace, String name);

  @Nullable Deployment deployment(String namespace, String name);

  @Nullable ReplicaSet replicaSet(String namespace, String name);

  @Nullable Node node(String name);

  @Nullable Namespace namespace(String name);
}
