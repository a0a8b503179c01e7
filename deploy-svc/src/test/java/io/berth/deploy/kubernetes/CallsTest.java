/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.ClusterRefused;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void A4_serverThatIsBusy_isAskedAgain(int code) {
    assertThatThrownBy(() -> answer(code)).isInstanceOf(ClusterAway.class);
  }

  @Test
  void A10_tokenThatExpired_isNoAnswer_untilItIsRenewed() {
    assertThatThrownBy(() -> answer(401)).isInstanceOf(ClusterAway.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  void A9_A12_refusal_isTheLastWord_inTheServersOwn(int code) {
    assertThatThrownBy(() -> answer(code))
        .isInstanceOf(ClusterRefused.class)
        .hasMessageContaining("said by the server");
  }

  @Test
  void conflict_isLookedAtAgain() {
    assertThatThrownBy(() -> answer(409)).isInstanceOf(ClusterAway.class);
  }

  private static void answer(int code) {
    Calls.run(
        () -> {
          throw new KubernetesClientException(
              new StatusBuilder().withCode(code).withMessage("said by the server").build());
        });
  }
}
