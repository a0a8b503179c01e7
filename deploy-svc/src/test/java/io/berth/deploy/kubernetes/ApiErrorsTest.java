/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorsTest {

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  @Tag("fault-A4")
  void busyServer_isRetried(int code) {
    assertThatThrownBy(() -> answer(code)).isInstanceOf(ClusterUnavailableException.class);
  }

  @Test
  @Tag("fault-A10")
  void expiredToken_isRetried() {
    assertThatThrownBy(() -> answer(401)).isInstanceOf(ClusterUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  @Tag("fault-A9")
  @Tag("fault-A12")
  void rejection_isFinal_withTheServersMessage(int code) {
    assertThatThrownBy(() -> answer(code))
        .isInstanceOf(ClusterRejectedException.class)
        .hasMessageContaining("said by the server");
  }

  @Test
  void conflict_isRetried() {
    assertThatThrownBy(() -> answer(409)).isInstanceOf(ClusterUnavailableException.class);
  }

  private static void answer(int code) {
    ApiErrors.run(
        () -> {
          throw new KubernetesClientException(
              new StatusBuilder().withCode(code).withMessage("said by the server").build());
        });
  }
}
