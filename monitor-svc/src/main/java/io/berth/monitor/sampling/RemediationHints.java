/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.monitor.sampling.ScrapeFailure.FailureKind;

/** How to fix a failing metrics source; whole sentences. */
final class RemediationHints {

  private static final String ALTERNATIVES =
      " Or choose another way: BERTH_METRICS_SOURCES=apiserver-proxy,metrics.k8s.io, or, without"
          + " verification, BERTH_KUBELET_INSECURE_TLS=true.";

  private RemediationHints() {}

  static String of(MetricsSource source, FailureKind kind) {
    return switch (source) {
      case KUBELET -> kubelet(kind);
      case API_SERVER_PROXY -> proxy(kind);
      case METRICS_API -> metricsApi(kind);
    };
  }

  private static String kubelet(FailureKind kind) {
    return switch (kind) {
      case UNKNOWN_AUTHORITY ->
          "Let the cluster sign the kubelets' serving certificates (serverTLSBootstrap: true, then"
              + " kubectl certificate approve), or name their authority in"
              + " BERTH_KUBELET_CERTIFICATE_AUTHORITY."
              + ALTERNATIVES;
      case OTHER_NAME ->
          "Put the node's name or address among the certificate's subject alternative names, or"
              + " prefer another type of address in BERTH_KUBELET_PREFERRED_ADDRESS_TYPES."
              + ALTERNATIVES;
      case EXPIRED ->
          "Renew the kubelet's serving certificate: delete its file and restart the kubelet, or"
              + " rotate it (serverTLSBootstrap: true).";
      case NOT_YET_VALID -> "Compare the clocks of the node and of monitor-svc.";
      case CERTIFICATE_REJECTED -> "Renew the kubelet's serving certificate." + ALTERNATIVES;
      case NO_SERVING_CERTIFICATE ->
          "Its signing request waits for an approval: kubectl get csr, then kubectl certificate"
              + " approve.";
      case CLIENT_REJECTED, UNAUTHORIZED ->
          "Let the kubelet accept the credentials of monitor-svc: authentication.webhook.enabled:"
              + " true for tokens, authentication.x509.clientCAFile for certificates.";
      case FORBIDDEN ->
          "Give the service account of monitor-svc the right 'get' on 'nodes/metrics'.";
      case NOT_FOUND ->
          "Ask whether it is the kubelet that listens there: it serves neither /metrics/resource nor"
              + " /metrics/cadvisor.";
      case TLS, NOT_TLS ->
          "Ask whether it is the kubelet's secure port; BERTH_KUBELET_PORT sets another one.";
      case REFUSED, TIMED_OUT, CLOSED ->
          "Ask whether the kubelet runs, and whether a firewall or a network policy stands between"
              + " it and monitor-svc.";
      case UNKNOWN_HOST, NO_ADDRESS ->
          "Prefer a type of address that the nodes have and that can be reached from here:"
              + " BERTH_KUBELET_PREFERRED_ADDRESS_TYPES.";
      case NO_FIGURES ->
          "Look at the kubelet's log: the container runtime or its cgroup driver gives it no"
              + " statistics.";
      case STATUS, TOO_LARGE, NOT_INSTALLED, UNAVAILABLE, OTHER -> "Look at the kubelet's log.";
    };
  }

  private static String proxy(FailureKind kind) {
    return switch (kind) {
      case FORBIDDEN, UNAUTHORIZED ->
          "Give the service account of monitor-svc the right 'get' on 'nodes/proxy'; the chart does"
              + " where monitorSvc.metrics.sources has apiserver-proxy.";
      default ->
          "The API server reaches the kubelets no better; its own words are above. Compare with:"
              + " kubectl get --raw /api/v1/nodes/NODE/proxy/metrics/resource.";
    };
  }

  private static String metricsApi(FailureKind kind) {
    return switch (kind) {
      case NOT_INSTALLED -> "Install metrics-server, or mend the way to the kubelets.";
      case FORBIDDEN, UNAUTHORIZED ->
          "Give the service account of monitor-svc the right 'list' on 'pods' of metrics.k8s.io.";
      default ->
          "Look at metrics-server: kubectl get apiservice v1beta1.metrics.k8s.io, and its log.";
    };
  }
}
