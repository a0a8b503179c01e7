/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service account with the rights that the chart gives monitor-svc, and its kubeconfig. */
final class ClusterUser implements AutoCloseable {

  private static final Path CHART = Path.of(System.getProperty("berth.root")).resolve("helm");
  private static final String ACCOUNT = "monitor";

  private final KubernetesClient admin;
  private final String namespace;

  ClusterUser(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
    ServiceAccount account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(ACCOUNT)
            .endMetadata()
            .build();
    admin.resource(account).create();
    give(List.of());
    ClusterRoleBinding binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(role())
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role())
            .addNewSubject("", "ServiceAccount", ACCOUNT, namespace)
            .build();
    admin.resource(binding).create();
  }

  private String role() {
    return namespace + "-" + ACCOUNT;
  }

  /**
   * The rights that the chart renders with these sources; the default ones where there are none.
   */
  void give(List<String> sources) {
    var template =
        new Helm(CHART).template().withName("b").withNamespace(namespace).withKubeVersion("1.33.0");
    for (int i = 0; i < sources.size(); i++) {
      template.set("monitorSvc.metrics.sources[" + i + "]", sources.get(i));
    }
    ClusterRole rendered =
        admin
            .load(new ByteArrayInputStream(template.call().getBytes(StandardCharsets.UTF_8)))
            .items()
            .stream()
            .filter(object -> object instanceof ClusterRole)
            .filter(object -> object.getMetadata().getName().equals("b-monitor-svc"))
            .map(ClusterRole.class::cast)
            .findFirst()
            .orElseThrow();
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(role())
                .endMetadata()
                .withRules(rendered.getRules())
                .build())
        .createOr(existing -> existing.update());
  }

  /** A kubeconfig that knows the API server's authority and this account's token. */
  Path kubeconfig(Path folder) throws IOException {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(ACCOUNT)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(7200L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    Config config = admin.getConfiguration();
    return Files.writeString(
        folder.resolve("monitor.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(config.getMasterUrl(), config.getCaCertData(), token));
  }

  @Override
  public void close() {
    admin.rbac().clusterRoleBindings().withName(role()).delete();
    admin.rbac().clusterRoles().withName(role()).delete();
  }
}
