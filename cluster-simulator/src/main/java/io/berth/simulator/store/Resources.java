/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every resource of a simulated cluster. */
public final class Resources {

  public static final Resource NAMESPACES = cluster("", "v1", "Namespace", "namespaces", "status");
  public static final Resource NODES = cluster("", "v1", "Node", "nodes", "status");
  public static final Resource PODS =
      in("", "v1", "Pod", "pods", "status", "log", "exec", "portforward", "eviction", "binding");
  public static final Resource SERVICES = in("", "v1", "Service", "services", "status");
  public static final Resource ENDPOINTS = in("", "v1", "Endpoints", "endpoints");
  public static final Resource CONFIG_MAPS = in("", "v1", "ConfigMap", "configmaps");
  public static final Resource SECRETS = in("", "v1", "Secret", "secrets");
  public static final Resource EVENTS = in("", "v1", "Event", "events");
  public static final Resource QUOTAS = in("", "v1", "ResourceQuota", "resourcequotas", "status");
  public static final Resource LIMIT_RANGES = in("", "v1", "LimitRange", "limitranges");
  public static final Resource SERVICE_ACCOUNTS = in("", "v1", "ServiceAccount", "serviceaccounts");
  public static final Resource DEPLOYMENTS =
      in("apps", "v1", "Deployment", "deployments", "status", "scale");
  public static final Resource REPLICA_SETS =
      in("apps", "v1", "ReplicaSet", "replicasets", "status", "scale");
  public static final Resource STATEFUL_SETS =
      in("apps", "v1", "StatefulSet", "statefulsets", "status", "scale");
  public static final Resource DAEMON_SETS = in("apps", "v1", "DaemonSet", "daemonsets", "status");
  public static final Resource REVISIONS =
      in("apps", "v1", "ControllerRevision", "controllerrevisions");
  public static final Resource BUDGETS =
      in("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "status");
  public static final Resource SLICES =
      in("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
  public static final Resource LEASES = in("coordination.k8s.io", "v1", "Lease", "leases");
  public static final Resource POD_METRICS = in("metrics.k8s.io", "v1beta1", "PodMetrics", "pods");
  public static final Resource NODE_METRICS =
      cluster("metrics.k8s.io", "v1beta1", "NodeMetrics", "nodes");

  public static final List<Resource> ALL =
      List.of(
          NAMESPACES,
          NODES,
          PODS,
          SERVICES,
          ENDPOINTS,
          CONFIG_MAPS,
          SECRETS,
          EVENTS,
          QUOTAS,
          LIMIT_RANGES,
          SERVICE_ACCOUNTS,
          DEPLOYMENTS,
          REPLICA_SETS,
          STATEFUL_SETS,
          DAEMON_SETS,
          REVISIONS,
          BUDGETS,
          SLICES,
          LEASES,
          POD_METRICS,
          NODE_METRICS);

  private Resources() {}

  public static Optional<Resource> find(String group, String version, String plural) {
    return ALL.stream()
        .filter(r -> r.group().equals(group) && r.version().equals(version))
        .filter(r -> r.plural().equals(plural))
        .findFirst();
  }

  /** The stored resource of an owner reference; metrics views have no owners. */
  public static Optional<Resource> ofKind(String apiVersion, String kind) {
    return ALL.stream()
        .filter(r -> r.apiVersion().equals(apiVersion) && r.kind().equals(kind))
        .findFirst();
  }

  private static Resource in(String group, String v, String kind, String plural, String... subs) {
    return new Resource(group, v, kind, plural, true, Set.of(subs));
  }

  private static Resource cluster(
      String group, String v, String kind, String plural, String... subs) {
    return new Resource(group, v, kind, plural, false, Set.of(subs));
  }
}
