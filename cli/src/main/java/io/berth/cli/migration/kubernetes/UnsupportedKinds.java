/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.ConversionOutcome;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import java.util.Map;

/** Objects that do not become part of an application: what Berth does in their place. */
final class UnsupportedKinds {

  /** Why a kind is not taken, and what to do. */
  private record Word(ConversionOutcome outcome, String reason, String advice) {}

  private static final String APPLY = "Before you deploy: kubectl apply -f FILE -n NAMESPACE.";
  private static final String NOT_LONG_LIVED =
      "Berth runs long-lived services of equal pods, which Deployments are.";

  private static final Word WORKLOAD =
      new Word(ConversionOutcome.NOT_TAKEN, NOT_LONG_LIVED, "Keep it outside Berth.");
  private static final Word RIGHTS =
      new Word(
          ConversionOutcome.NOT_TAKEN,
          "Berth creates no ServiceAccounts and grants no rights.",
          "Apply it before you deploy.");
  private static final Word ROUTE =
      new Word(
          ConversionOutcome.NOT_TAKEN,
          "Berth has no routes from outside the cluster.",
          "Keep it, and let it name the Service of the application.");
  private static final Word MONITOR =
      new Word(
          ConversionOutcome.NOT_TAKEN,
          "Berth takes no metrics from the application's own ports.",
          "Keep it, and let it select the label app.kubernetes.io/name.");
  private static final Word CLUSTER =
      new Word(
          ConversionOutcome.NOT_TAKEN, "It is about the cluster, not about an application.", APPLY);

  private static final Map<String, Word> WORDS =
      Map.ofEntries(
          Map.entry("StatefulSet", WORKLOAD),
          Map.entry("DaemonSet", WORKLOAD),
          Map.entry("Job", WORKLOAD),
          Map.entry("CronJob", WORKLOAD),
          Map.entry("Pod", WORKLOAD),
          Map.entry(
              "ReplicaSet",
              new Word(
                  ConversionOutcome.NOT_TAKEN,
                  "A ReplicaSet belongs to a Deployment.",
                  "Import the Deployment.")),
          Map.entry("ReplicationController", WORKLOAD),
          Map.entry(
              "DeploymentConfig",
              new Word(
                  ConversionOutcome.NOT_TAKEN,
                  "It is OpenShift's.",
                  "Write it as a Deployment of apps/v1 and import that.")),
          Map.entry("ServiceAccount", RIGHTS),
          Map.entry("Role", RIGHTS),
          Map.entry("RoleBinding", RIGHTS),
          Map.entry("ClusterRole", RIGHTS),
          Map.entry("ClusterRoleBinding", RIGHTS),
          Map.entry("Ingress", ROUTE),
          Map.entry("HTTPRoute", ROUTE),
          Map.entry("GRPCRoute", ROUTE),
          Map.entry("Gateway", ROUTE),
          Map.entry("VirtualService", ROUTE),
          Map.entry("Route", ROUTE),
          Map.entry(
              "Namespace",
              new Word(
                  ConversionOutcome.NOT_TAKEN,
                  "Berth creates namespaces with environment and owner.",
                  "Run './berth ensure-namespace NAMESPACE --environment prod --owner TEAM'.")),
          Map.entry(
              "PodDisruptionBudget",
              new Word(ConversionOutcome.IGNORED, "Berth creates a budget of its own.", "")),
          Map.entry("Endpoints", new Word(ConversionOutcome.IGNORED, "The cluster keeps it.", "")),
          Map.entry(
              "EndpointSlice", new Word(ConversionOutcome.IGNORED, "The cluster keeps it.", "")),
          Map.entry(
              "NetworkPolicy",
              new Word(
                  ConversionOutcome.NOT_TAKEN,
                  "Berth writes no network policies.",
                  "Apply it, and let it select the labels that Berth gives the pods.")),
          Map.entry("ServiceMonitor", MONITOR),
          Map.entry("PodMonitor", MONITOR),
          Map.entry(
              "HorizontalPodAutoscaler",
              new Word(
                  ConversionOutcome.NOT_TAKEN,
                  "It scales nothing of this file.",
                  "Write a scaling policy: examples/cart-scaling.yaml.")));

  private UnsupportedKinds() {}

  /** Says what became of an object that no application took. */
  static void report(Source root, String referrers) {
    SourceObject object = root.object();
    switch (object.kind()) {
      case "Secret" ->
          root.notTaken(
              "Secrets are never copied" + of(referrers) + ".",
              "Before you deploy: kubectl apply -f FILE -n NAMESPACE.");
      case "ConfigMap" ->
          root.notTaken(
              referrers.isEmpty()
                  ? "No container that is taken reads it."
                  : "It stays an object of its own" + of(referrers) + ".",
              APPLY);
      case "PersistentVolumeClaim" ->
          root.notTaken(
              "Berth creates no claims" + of(referrers) + ".",
              APPLY + " With several replicas its access mode must be ReadWriteMany.");
      case "Service" ->
          root.notTaken(
              "It routes to no application of this file.",
              "An application with ports has a Service without it.");
      default -> {
        Word word = WORDS.getOrDefault(object.kind(), CLUSTER);
        if (word.outcome() == ConversionOutcome.IGNORED) {
          root.ignored(word.reason());
        } else {
          root.notTaken(word.reason(), word.advice());
        }
      }
    }
  }

  private static String of(String referrers) {
    return referrers.isEmpty() ? "" : " (for " + referrers + ")";
  }
}
