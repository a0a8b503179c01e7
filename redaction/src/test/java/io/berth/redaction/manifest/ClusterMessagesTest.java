/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What API servers and kubelets say. */
class ClusterMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Deployment.apps \"x\" is invalid: spec.template.spec.containers[0].env[3].value: Invalid value: \"hunter2\": too long |"
            + " Deployment.apps \"x\" is invalid: spec.template.spec.containers[0].env[3].value: Invalid value: (not shown): too long",
        "metadata.annotations: Invalid value: \"bad key!\": name part | metadata.annotations: Invalid value: (not shown): name part",
        "spec.template.spec.containers[0].args[1]: Invalid value: \"a \\\"b\\\" c\": no |"
            + " spec.template.spec.containers[0].args[1]: Invalid value: (not shown): no",
        "data[.env]: Invalid value: \"x=y\": no | data[.env]: Invalid value: (not shown): no",
        "spec.env: Invalid value: core.EnvVar{Name:\"A\", Value:\"hunter2: x, y\"}: must | spec.env: Invalid value: (not shown): must",
        "\"\" is invalid: patch: Invalid value: \"map[stringData:map[a:b]]\": cannot convert |"
            + " \"\" is invalid: patch: Invalid value: (not shown): cannot convert",
        "[a.command[0]: Invalid value: \"x\": no, a.image: Invalid value: \"y z\": must not have spaces] |"
            + " [a.command[0]: Invalid value: (not shown): no, a.image: Invalid value: \"y z\": must not have spaces]",
        "spec.ports[1].port: Invalid value: 99999: must be between 1 and 65535 | spec.ports[1].port: Invalid value: 99999: must be between 1 and 65535",
        "spec.containers[0].env[1].name: Invalid value: \"a b\": must | spec.containers[0].env[1].name: Invalid value: \"a b\": must",
        "spec.template.annotations[a.b/c].x: Invalid value: 12345: no | spec.template.annotations[a.b/c].x: Invalid value: (not shown): no",
        "spec.type: Unsupported value: \"Foo\": supported values: \"ClusterIP\" | spec.type: Unsupported value: \"Foo\": supported values: \"ClusterIP\"",
        "spec.env[1]: Duplicate value: map[string]interface {}{\"name\":\"A\", \"value\":\"hunter2\"} | spec.env[1]: Duplicate value: (not shown)"
      })
  void valueThatAnApiServerRepeats_isShownOnlyWhereAManifestShowsIt(String said, String clean) {
    assertThat(ClusterMessages.redact(said)).isEqualTo(clean);
    assertThat(ClusterMessages.redact(clean)).as("a second time").isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Back-off pulling image \"shop/cart:2\"",
        "0/3 nodes are available: 3 Insufficient cpu.",
        "MountVolume.SetUp failed for volume \"x\" : secret \"db\" not found",
        "couldn't find key token in Secret shop/db",
        "pods \"cart-1\" is forbidden: exceeded quota: q, requested: cpu=1, used: cpu=2, limited: cpu=2",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "Failed to pull image \"shop/token:1.2.3\": not found"
      })
  void messageWithoutASecret_stays(String said) {
    assertThat(ClusterMessages.redact(said)).isEqualTo(said);
  }

  @Test
  void longMessage_isRedactedBeforeItIsCut() {
    String said = "x".repeat(90) + " password=hunter2hunter2";
    assertThat(ClusterMessages.redact(said, 105)).doesNotContain("hunter2").contains("characters");
    assertThat(ClusterMessages.redact(null, 100)).isEmpty();
  }

  /** Pods write lines of any length, and a diagnosis looks at them while others wait. */
  @Test
  void longLine_takesLinearTime() {
    String line = "x".repeat(300_000) + " value: " + "y ".repeat(100_000);
    long before = System.nanoTime();
    ClusterMessages.redact(line + "\nspec.a[b].c: Invalid value: 3: " + line);
    assertThat(System.nanoTime() - before).isLessThan(3_000_000_000L);
  }
}
