/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.policy.KubernetesVersion;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import org.jspecify.annotations.Nullable;

/** Capabilities of the API server; queried once, when it first answers. */
final class ServerCapabilities {

  private final KubernetesClient client;
  private volatile @Nullable Boolean budgets;
  private volatile @Nullable String gitVersion;

  ServerCapabilities(KubernetesClient client) {
    this.client = client;
  }

  boolean disruptionBudgets() {
    Boolean known = budgets;
    if (known == null) {
      known = ApiErrors.call(this::askForBudgets);
      budgets = known;
    }
    return known;
  }

  boolean simulated() {
    return gitVersion().contains("simulated");
  }

  KubernetesVersion version() {
    return KubernetesVersion.parse(gitVersion());
  }

  private String gitVersion() {
    String known = gitVersion;
    if (known == null) {
      known = ApiErrors.call(this::askForVersion);
      gitVersion = known;
    }
    return known;
  }

  private String askForVersion() {
    VersionInfo version = client.getKubernetesVersion();
    return version == null ? "" : String.valueOf(version.getGitVersion());
  }

  private boolean askForBudgets() {
    APIResourceList resources = client.getApiResources("policy/v1");
    return resources != null
        && resources.getResources().stream()
            .map(APIResource::getName)
            .anyMatch("poddisruptionbudgets"::equals);
  }
}
