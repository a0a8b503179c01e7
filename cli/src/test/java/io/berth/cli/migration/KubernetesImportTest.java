/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.migration.mapping.ConversionOutcome;
import io.berth.cli.migration.mapping.ReportEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real manifests trip over. */
class KubernetesImportTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        replicas: 3
        template:
          spec:
            containers:
              - name: cart
                image: shop/cart:1.4.2
                ports: [{name: http, containerPort: 8080}]
                livenessProbe: {httpGet: {path: /live, port: http}}
                readinessProbe: {httpGet: {path: /ready, port: http}}
                resources: {limits: {cpu: 500m, memory: 256Mi}}
      """;

  @Test
  void manifestThatBerthTakesWholly_isNotOpen() throws IOException {
    ImportResult result = read(DEPLOYMENT);

    assertThat(result.isOpen()).isFalse();
    assertThat(result.applications().getFirst().yaml())
        .contains("limits: {cpu: 500m, memory: 256Mi}", "{name: http, port: 8080}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1 | 100m",
        "100m | 100m",
        "1e3 | 1000",
        "'\"2\"' | 2",
        "1.5 | 1500m",
      })
  void cpuLimit_isTheSameInBerthsNotation(String written, String expected) throws IOException {
    assertThat(yaml(DEPLOYMENT.replace("cpu: 500m", "cpu: " + written)))
        .contains("limits: {cpu: " + expected + ", memory: 256Mi}");
  }

  @ParameterizedTest
  @CsvSource({"1Gi,1Gi", "1G,1G", "134217728,128Mi", "128974848,123Mi", "1e9,1G", "129M,129M"})
  void memoryLimit_isTheSameInBerthsNotation(String written, String expected) throws IOException {
    assertThat(yaml(DEPLOYMENT.replace("memory: 256Mi", "memory: " + written)))
        .contains("limits: {cpu: 500m, memory: " + expected + "}");
  }

  @Test
  void memoryOfMillibytes_isToDo_withTheSuggestion() throws IOException {
    ImportResult result = read(DEPLOYMENT.replace("memory: 256Mi", "memory: 100m"));

    assertThat(entry(result, "spec.template.spec.containers[0].resources.limits.memory"))
        .satisfies(
            entry -> {
              assertThat(entry.outcome()).isEqualTo(ConversionOutcome.TO_DO);
              assertThat(entry.reason()).contains("100Mi");
            });
  }

  @ParameterizedTest
  @CsvSource({"288,0440", "0440,0440", "0o440,0440", "0400,0400"})
  void modeOfAVolume_isInOctalDigits(String written, String expected) throws IOException {
    String volumes =
        "            volumeMounts: [{name: tls, mountPath: /etc/tls}]\n"
            + "      volumes: [{name: tls, secret: {secretName: cart-tls, defaultMode: "
            + written
            + "}}]\n";

    assertThat(yaml(DEPLOYMENT + volumes.replace("            vol", "          vol")))
        .contains("/etc/tls: {secret: {name: cart-tls, mode: \"" + expected + "\"}}");
  }

  @Test
  void knativeService_isNoService() throws IOException {
    ImportResult result =
        read(
            DEPLOYMENT
                + "---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}");

    assertThat(result.report())
        .anySatisfy(
            entry -> {
              assertThat(entry.object()).isEqualTo("Service of serving.knative.dev/v1 a");
              assertThat(entry.outcome()).isEqualTo(ConversionOutcome.NOT_TAKEN);
            });
  }

  @Test
  void environmentValueThatIsNoText_isAFault_withItsPlace() throws IOException {
    ImportResult result =
        read(
            DEPLOYMENT.replace(
                "ports: [",
                "env: [{name: A, value: yes}, {name: B, value: 1.10}]\n          ports: ["));

    assertThat(result.faults())
        .extracting(fault -> fault.field().toString())
        .containsExactly(
            "spec.template.spec.containers[0].env[0].value: found a plain value that some readers"
                + " of YAML take for true or false, wanted text; put it into double quotes (line"
                + " 11, column 34)",
            "spec.template.spec.containers[0].env[1].value: found a number, wanted text; put it into"
                + " double quotes (line 11, column 57)");
  }

  @Test
  void secretValues_areNeitherInTheFileNorInTheReport() throws IOException {
    ImportResult result =
        read(
            DEPLOYMENT.replace("ports: [", "args: [--password=hunter2]\n          ports: [")
                + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: cart, namespace: shop}\n"
                + "stringData: {password: hunter3}\n");

    assertThat(ReportText.of(result, true)).doesNotContain("hunter2", "hunter3");
    assertThat(result.report().toString()).doesNotContain("hunter2", "hunter3");
    assertThat(result.applications().getFirst().yaml()).doesNotContain("hunter3");
  }

  @Test
  void laterVariableOfAName_takesTheEarliersPlace() throws IOException {
    assertThat(
            yaml(
                DEPLOYMENT.replace(
                    "ports: [",
                    "env: [{name: A, value: one}, {name: A, value: two}]\n          ports: [")))
        .contains("env: {A: two}");
  }

  @Test
  void serviceOfAnotherNamespace_isNotTheApplications() throws IOException {
    ImportResult result =
        read(
            DEPLOYMENT.replace("template:\n", "template:\n    metadata: {labels: {app: cart}}\n")
                + """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: bank}
                spec: {selector: {app: cart}, ports: [{port: 80, targetPort: http}]}
                """);

    assertThat(result.applications().getFirst().yaml()).doesNotContain("servicePort");
    assertThat(result.report())
        .anySatisfy(entry -> assertThat(entry.reason()).contains("no application of this file"));
  }

  @Test
  void policyThatIsNoText_isAFault() throws IOException {
    assertThat(read(DEPLOYMENT.replace("    spec:\n", "    spec:\n      dnsPolicy: 1\n")).faults())
        .extracting(fault -> fault.field().withoutPlace())
        .containsExactly(
            "spec.template.spec.dnsPolicy: found a number, wanted text; put it into double quotes");
  }

  @Test
  void keyOfAConfigMapThatCannotNameAVariable_isLeftOut_asInKubernetes() throws IOException {
    String manifest =
        DEPLOYMENT.replace(
                "ports: [",
                "envFrom: [{prefix: P_, configMapRef: {name: modes}}]\n          ports: [")
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: modes, namespace: shop}\n"
            + "data: {A: one, a b: two}\n";

    assertThat(yaml(manifest)).contains("env: {P_A: one}").doesNotContain("two");
    assertThat(entry(read(manifest), "data['a b']").outcome()).isEqualTo(ConversionOutcome.IGNORED);
  }

  @Test
  void deploymentWithoutName_isToDo() throws IOException {
    ImportResult result = read(DEPLOYMENT.replace("name: cart, n", "generateName: cart-, n"));

    assertThat(result.applications().getFirst().yaml())
        .contains("#   app.name: The Deployment has no name.", "name: unnamed");
  }

  @Test
  void longName_isToDo() throws IOException {
    ImportResult result =
        read(DEPLOYMENT.replace("name: cart, n", "name: 9" + "a".repeat(46) + ", n"));

    assertThat(result.report())
        .anySatisfy(
            entry -> {
              assertThat(entry.target()).isEqualTo("app.name");
              assertThat(entry.outcome()).isEqualTo(ConversionOutcome.TO_DO);
            });
  }

  private static ReportEntry entry(ImportResult result, String path) {
    return result.report().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static String yaml(String manifest) throws IOException {
    ImportResult result = read(manifest);
    assertThat(result.faults()).isEmpty();
    assertThat(Validation.faults(result.applications().getFirst().yaml())).isEmpty();
    return result.applications().getFirst().yaml();
  }

  private static ImportResult read(String manifest) throws IOException {
    SourceFiles.Contents contents =
        SourceFiles.read(new ByteArrayInputStream(manifest.getBytes(UTF_8)));
    assertThat(contents.faults()).isEmpty();
    return Import.of(contents.documents(), new Import.Options(null, false));
  }
}
