/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every resource of a simulated cluster. */
public final class ApiResources {

  public static final ApiResource NAMESPACES =
      cluster("", "v1", "Namespace", "namespaces", "status");
  public static final ApiResource NODES = cluster("", "v1", "Node", "nodes", "status");
  public static final ApiResource PODS =
      in("", "v1", "Pod", "pods", "status", "log", "exec", "portforward", "eviction", "binding");
  public static final ApiResource SERVICES = in("", "v1", "Service", "services", "status");
  public static final ApiResource ENDPOINTS = in("", "v1", "Endpoints", "endpoints");
  public static final ApiResource CONFIG_MAPS = in("", "v1", "ConfigMap", "configmaps");
  public static final ApiResource SECRETS = in("", "v1", "Secret", "secrets");
  public static final ApiResource EVENTS = in("", "v1", "Event", "events");
  public static final ApiResource QUOTAS =
      in("", "v1", "ResourceQuota", "resourcequotas", "status");
  public static final ApiResource LIMIT_RANGES = in("", "v1", "LimitRange", "limitranges");
  public static final ApiResource SERVICE_ACCOUNTS =
      in("", "v1", "ServiceAccount", "serviceaccounts");
  public static final ApiResource DEPLOYMENTS =
      in("apps", "v1", "Deployment", "deployments", "status", "scale");
  public static final ApiResource REPLICA_SETS =
      in("apps", "v1", "ReplicaSet", "replicasets", "status", "scale");
  public static final ApiResource STATEFUL_SETS =
      in("apps", "v1", "StatefulSet", "statefulsets", "status", "scale");
  public static final ApiResource DAEMON_SETS =
      in("apps", "v1", "DaemonSet", "daemonsets", "status");
  public static final ApiResource JOBS = in("batch", "v1", "Job", "jobs", "status");
  public static final ApiResource CRON_JOBS = in("batch", "v1", "CronJob", "cronjobs", "status");
  public static final ApiResource REVISIONS =
      in("apps", "v1", "ControllerRevision", "controllerrevisions");
  public static final ApiResource CLAIMS =
      in("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "status");
  public static final ApiResource VOLUMES =
      cluster("", "v1", "PersistentVolume", "persistentvolumes", "status");
  public static final ApiResource STORAGE_CLASSES =
      cluster("storage.k8s.io", "v1", "StorageClass", "storageclasses");
  public static final ApiResource BUDGETS =
      in("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "status");
  public static final ApiResource SLICES =
      in("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
  public static final ApiResource LEASES = in("coordination.k8s.io", "v1", "Lease", "leases");
  public static final ApiResource POD_METRICS =
      in("metrics.k8s.io", "v1beta1", "PodMetrics", "pods");
  public static final ApiResource NODE_METRICS =
      cluster("metrics.k8s.io", "v1beta1", "NodeMetrics", "nodes");

  public static final List<ApiResource> ALL =
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
          JOBS,
          CRON_JOBS,
          REVISIONS,
          CLAIMS,
          VOLUMES,
          STORAGE_CLASSES,
          BUDGETS,
          SLICES,
          LEASES,
          POD_METRICS,
          NODE_METRICS);

  private ApiResources() {}

  public static Optional<ApiResource> find(String group, String version, String plural) {
    return ALL.stream()
        .filter(r -> r.group().equals(group) && r.version().equals(version))
        .filter(r -> r.plural().equals(plural))
        .findFirst();
  }

  /** The stored resource of an owner reference; metrics views have no owners. */
  public static Optional<ApiResource> ofKind(String apiVersion, String kind) {
    return ALL.stream()
        .filter(r -> r.apiVersion().equals(apiVersion) && r.kind().equals(kind))
        .findFirst();
  }

  private static ApiResource in(
      String group, String v, String kind, String plural, String... subs) {
    return new ApiResource(group, v, kind, plural, true, Set.of(subs));
  }

  private static ApiResource cluster(
      String group, String v, String kind, String plural, String... subs) {
    return new ApiResource(group, v, kind, plural, false, Set.of(subs));
  }
}
