/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.berth.launcher.owncluster.ClusterReport;
import io.berth.launcher.owncluster.MissingPermission;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds out whether Berth can work on a cluster. Only reads, and only asks. */
final class ClusterPreflight {

  private final RequiredPermissions permissions;
  private final Path home;
  private final Duration timeout;

  /**
   * @param home of the user
   * @param timeout of one request
   */
  ClusterPreflight(RequiredPermissions permissions, Path home, Duration timeout) {
    this.permissions = permissions;
    this.home = home;
    this.timeout = timeout;
  }

  /**
   * A report for each cluster.
   *
   * @param locations {@code KUBECONFIG[:CONTEXT]} by the cluster's name
   */
  List<ClusterReport> examine(Map<String, String> locations) throws InterruptedException {
    var reports = new ArrayList<ClusterReport>();
    for (var entry : locations.entrySet()) {
      var report = examine(entry.getKey(), entry.getValue());
      reports.add(
          reports.stream()
              .filter(earlier -> isSame(earlier, report))
              .findFirst()
              .map(earlier -> refuse(report, earlier))
              .orElse(report));
    }
    return reports;
  }

  private static boolean isSame(ClusterReport one, ClusterReport other) {
    return one.uid().isEmpty() || other.uid().isEmpty()
        ? !one.server().isEmpty() && one.server().equals(other.server())
        : one.uid().equals(other.uid());
  }

  /** Each would take the other's applications for changes by strangers, and undo them. */
  private static ClusterReport refuse(ClusterReport report, ClusterReport earlier) {
    String problem =
        "This is the same cluster as %s (%s). A cluster can be in the place of one only"
            .formatted(earlier.name(), earlier.server());
    return ClusterReport.failed(
        report.name(), problem, report.file(), report.context(), report.server());
  }

  private ClusterReport examine(String name, String text) throws InterruptedException {
    KubeconfigLocation location;
    try {
      location = KubeconfigLocation.find(text, home);
    } catch (ClusterProblemException e) {
      return ClusterReport.failed(name, e.problem(), text, "", "");
    }
    try {
      return examine(name, Kubeconfig.read(location));
    } catch (ClusterProblemException e) {
      return ClusterReport.failed(
          name, e.problem(), location.file().toString(), location.context(), "");
    }
  }

  private ClusterReport examine(String name, Kubeconfig kubeconfig) throws InterruptedException {
    String file = kubeconfig.file().toString();
    String context = kubeconfig.context();
    try (KubernetesClient client = open(kubeconfig)) {
      String version = version(client, kubeconfig);
      String user = user(client, kubeconfig);
      List<MissingPermission> missing = new AccessReviews(client).missing(permissions.all());
      return new ClusterReport(
          name,
          "",
          file,
          context,
          kubeconfig.server(),
          version,
          user,
          uid(client),
          missing,
          kubeconfig.text(),
          RbacManifest.text(permissions, user));
    } catch (ClusterProblemException e) {
      return ClusterReport.failed(name, e.problem(), file, context, kubeconfig.server());
    } catch (RuntimeException e) {
      String problem = ConnectionFailures.describe(e, kubeconfig);
      return ClusterReport.failed(name, problem, file, context, kubeconfig.server());
    }
  }

  /** With the library of the services, so that it fails where they would. */
  private KubernetesClient open(Kubeconfig kubeconfig) {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig.text()))
            .withConnectionTimeout((int) timeout.toMillis())
            .withRequestTimeout((int) timeout.toMillis())
            .withRequestRetryBackoffLimit(0)
            .withUserAgent("berth-launcher")
            .build();
    HttpClient.Factory http = new JdkHttpClientFactory();
    return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(http).build();
  }

  private static String version(KubernetesClient client, Kubeconfig kubeconfig)
      throws ClusterProblemException {
    VersionInfo version = client.getKubernetesVersion();
    if (version == null || version.getGitVersion() == null) {
      throw new ClusterProblemException(
          ConnectionFailures.notKubernetes(kubeconfig.server(), "it tells no version"));
    }
    return version.getGitVersion();
  }

  /** Servers before 1.28 do not tell it. */
  private static String user(KubernetesClient client, Kubeconfig kubeconfig) {
    try {
      SelfSubjectReview review =
          client.authentication().v1().selfSubjectReviews().create(new SelfSubjectReview());
      return review.getStatus().getUserInfo().getUsername();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403 || e.getCode() == 404) {
        String account = TokenSubject.serviceAccount(kubeconfig.user());
        return account.isEmpty() ? ClientCertificate.user(kubeconfig.user()) : account;
      }
      throw e;
    }
  }

  /** The namespace is created with the cluster and lives as long. */
  private static String uid(KubernetesClient client) {
    try {
      Namespace system = client.namespaces().withName("kube-system").get();
      return system == null ? "" : system.getMetadata().getUid();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return ""; // A missing permission, which the report holds.
      }
      throw e;
    }
  }
}
