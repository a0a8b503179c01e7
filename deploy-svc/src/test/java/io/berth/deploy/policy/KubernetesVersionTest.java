/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesVersionTest {

  @ParameterizedTest
  @CsvSource({
    "v1.20.15, 1.20, false",
    "v1.23.17-gke.300, 1.23, false",
    "v1.24.0, 1.24, true",
    "v1.33.0-berth.simulated, 1.33, true",
    "v1.32.3+k3s1, 1.32, true",
    "2.0.1, 2.0, true",
    "unknown, (unknown version), false"
  })
  void gitVersion_isParsed_andTellsWhetherGrpcProbesExist(
      String gitVersion, String version, boolean grpcProbes) {
    KubernetesVersion parsed = KubernetesVersion.parse(gitVersion);

    assertThat(parsed).hasToString(version);
    assertThat(parsed.hasGrpcProbes()).isEqualTo(grpcProbes);
  }

  @Test
  void missingVersion_isUnknown() {
    assertThat(KubernetesVersion.parse(null)).isEqualTo(KubernetesVersion.UNKNOWN);
  }
}
