/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.ClusterUnavailableException.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @ValueSource(ints = {400, 403, 413, 422})
  @Tag("fault-A9")
  @Tag("fault-A12")
  void rejection_isFinal_withTheServersMessage(int code) {
    assertThatThrownBy(() -> answer(code))
        .isInstanceOf(ClusterRejectedException.class)
        .hasMessageContaining("said by the server");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to create typed patch object: .spec.template.spec.containers[name=\"web\"].ports:"
            + " duplicate entries for key [containerPort=8080,protocol=\"TCP\"]",
        "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment):"
            + " .spec.template.spec.containers[name=\"web\"].env: duplicate entries for key"
            + " [name=\"A\"]",
        "failed to convert new object to proper version: unable to convert unstructured object to"
            + " apps/v1, Kind=Deployment: cannot convert float64 to int32",
        "etcdserver: request is too large",
        "rpc error: code = ResourceExhausted desc = trying to send message larger than max (3000255"
            + " vs. 2097152)",
        "admission webhook \"images.example\" denied the request: no scan of this image",
        "Internal error occurred: admission webhook \"images.example\" denied the request: no scan",
        "Internal error occurred: failed calling webhook \"images.example\": an error on the server"
            + " (\"nil pointer in spec.ports\") has prevented the request from succeeding",
      })
  void internalErrorAboutTheObject_isFinal_withTheServersMessage(String message) {
    assertThatThrownBy(() -> answer(500, message))
        .isInstanceOf(ClusterRejectedException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etcdserver: request timed out",
        "etcdserver: leader changed",
        "etcdserver: too many requests",
        "rpc error: code = Unavailable desc = transport is closing",
        "Internal error occurred: failed calling webhook \"images.example\": Post"
            + " \"https://images.example.svc:443/?timeout=10s\": dial tcp 10.96.0.9:443: connect:"
            + " connection refused",
        "Internal error occurred: failed calling webhook \"images.example\": Post"
            + " \"https://images.example.svc:443/?timeout=10s\": context deadline exceeded",
        "Internal error occurred: failed calling webhook \"images.example\": the server is currently"
            + " unable to handle the request",
        "Internal error occurred: resource quota evaluation timed out",
        "unknown",
      })
  @Tag("fault-A4")
  void internalErrorOfTheServer_isRetried(String message) {
    assertThatThrownBy(() -> answer(500, message)).isInstanceOf(ClusterUnavailableException.class);
  }

  /** A proxy or a server that is shutting down says so too; the object may be fine. */
  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  @Tag("fault-A4")
  void busyServer_isRetried_whateverItSays(int code) {
    assertThatThrownBy(() -> answer(code, "etcdserver: request is too large"))
        .isInstanceOf(ClusterUnavailableException.class);
  }

  @Test
  void conflict_isRetried() {
    assertThatThrownBy(() -> answer(409)).isInstanceOf(ClusterUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"0,NO_ANSWER", "401,UNAUTHORIZED", "409,CONFLICT", "429,NO_ANSWER", "503,NO_ANSWER"})
  void reason_saysWhetherTheServerAnswered(int code, Reason reason) {
    assertThatThrownBy(() -> answer(code))
        .isInstanceOfSatisfying(
            ClusterUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void answer(int code) {
    answer(code, "said by the server");
  }

  private static void answer(int code, String message) {
    ApiErrors.run(
        () -> {
          throw new KubernetesClientException(
              new StatusBuilder().withCode(code).withMessage(message).build());
        });
  }
}
