/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec.template.spec.containers.env.value",
        "spec.template.spec.containers.env.valueFrom.someNewField",
        "spec.template.spec.containers.args",
        "spec.template.spec.containers.command",
        "spec.template.spec.initContainers.args",
        "spec.template.spec.containers.livenessProbe.exec.command",
        "spec.template.spec.containers.livenessProbe.httpGet.httpHeaders.value",
        "spec.template.spec.containers.lifecycle.preStop.exec.command",
        "spec.template.metadata.annotations.berth.io/name",
        "metadata.annotations.image",
        "metadata.annotations.name",
        "data.image",
        "data.name",
        "stringData.port",
        "binaryData.x",
        "spec.fieldThatNobodyKnows",
        "spec.template.spec.hostname"
      })
  void textOfTheUsersOwn_isNotShown(String path) {
    assertThat(ManifestValues.shown(fields(path), "hunter2")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"metadata.annotations.n", "data.n", "spec.template.spec.containers.env.value"})
  void numberInATextOfTheUsersOwn_isNotShown(String path) {
    assertThat(ManifestValues.shown(fields(path), 4711)).isNull();
    assertThat(ManifestValues.shown(fields(path), true)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec.template.spec.containers.image",
        "spec.template.spec.containers.env.name",
        "spec.template.spec.containers.env.valueFrom.secretKeyRef.name",
        "spec.template.spec.containers.env.valueFrom.secretKeyRef.key",
        "spec.template.spec.containers.envFrom.secretRef.name",
        "spec.template.spec.containers.readinessProbe.httpGet.path",
        "spec.template.spec.volumes.secret.secretName",
        "spec.template.metadata.labels.app.kubernetes.io/name",
        "spec.selector.app",
        "spec.strategy.type"
      })
  void wordOfTheClusters_isShown(String path) {
    assertThat(ManifestValues.shown(fields(path), "cart")).isEqualTo("cart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec.replicas",
        "spec.someNewNumber",
        "spec.template.spec.containers.livenessProbe.periodSeconds"
      })
  void number_isShown(String path) {
    assertThat(ManifestValues.shown(fields(path), 3)).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata.labels.password", "spec.template.metadata.labels.api-key"})
  void labelThatIsCalledASecret_isMasked(String path) {
    assertThat(ManifestValues.shown(fields(path), "hunter2")).isEqualTo("[redacted]");
  }

  private static List<String> fields(String path) {
    return List.of(path.split("\\."));
  }
}
