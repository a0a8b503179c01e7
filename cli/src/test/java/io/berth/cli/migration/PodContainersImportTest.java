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

/** Init containers and sidecars of manifests, and where pods are placed. */
class PodContainersImportTest {

  private static final String POD = "spec.template.spec.";

  private static final String HEAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        replicas: 3
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart}}
          spec:
      """;

  private static final String CART =
      """
            containers:
              - name: cart
                image: shop/cart:1.4.2
                ports: [{name: http, containerPort: 8080}]
                livenessProbe: {httpGet: {path: /live, port: http}}
                readinessProbe: {httpGet: {path: /ready, port: http}}
                resources: {limits: {cpu: 500m, memory: 256Mi}}
                volumeMounts: [{name: data, mountPath: /data}]
      """;

  private static final String VOLUMES =
      """
            volumes: [{name: data, emptyDir: {}}, {name: key, secret: {secretName: cart-key}}]
      """;

  private static final String LIMITS = "resources: {limits: {cpu: 100m, memory: 64Mi}}";

  @Test
  void nativeSidecar_becomesASidecar_andTheReportSaysWhatThatChanges() throws IOException {
    ImportResult result =
        read(
            "      initContainers: [{name: proxy, image: 'shop/proxy:1', restartPolicy: Always, %s}]\n"
                .formatted(LIMITS),
            "");

    assertThat(result.applications().getFirst().yaml())
        .contains("  sidecars:\n    - name: proxy\n")
        .doesNotContain("initContainers");
    ReportEntry entry = entry(result, POD + "initContainers[0].restartPolicy");
    assertThat(entry.outcome()).isEqualTo(ConversionOutcome.CHANGED);
    assertThat(entry.reason()).contains("it may start after the application and end before it");
    assertThat(result.isOpen()).isFalse();
  }

  @Test
  void secretThatOnlyAnInitContainerMounts_isMountedByTheApplicationToo_andTheReportSaysSo()
      throws IOException {
    ImportResult result =
        read(
            ("      initContainers: [{name: sign, image: 'shop/sign:1', %s,"
                    + " volumeMounts: [{name: key, mountPath: /key}]}]\n")
                .formatted(LIMITS),
            "");

    assertThat(result.applications().getFirst().yaml())
        .contains("/mnt/key: {secret: {name: cart-key}}", "{/key: {from: /mnt/key}}");
    ReportEntry entry = entry(result, POD + "initContainers[0].volumeMounts[0].name");
    assertThat(entry.outcome()).isEqualTo(ConversionOutcome.CHANGED);
    assertThat(entry.advice()).isEqualTo("Make sure that the application may read the Secret.");
  }

  @Test
  void initContainerWithTheNameOfTheApplication_getsAnother() throws IOException {
    ImportResult result =
        read(
            "      initContainers: [{name: cart, image: 'shop/cart:1.4.2', %s}]\n"
                .formatted(LIMITS),
            "");

    assertThat(result.applications().getFirst().yaml()).contains("- name: cart-2\n");
    assertThat(entry(result, POD + "initContainers[0].name").outcome())
        .isEqualTo(ConversionOutcome.CHANGED);
  }

  @Test
  void portOfASidecar_isThatOfTheService_whichLeadsToIt() throws IOException {
    ImportResult result =
        read(
            "",
            """
                  - {name: proxy, image: 'shop/proxy:1', %s, ports: [{name: https, containerPort: 8443}]}
            """
                .formatted(LIMITS),
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {selector: {app: cart}, ports: [{port: 443, targetPort: https}]}
            """);

    assertThat(result.applications().getFirst().yaml())
        .contains("ports: [{name: https, port: 8443, servicePort: 443}]")
        .contains("ports: [{name: http, port: 8080}]");
  }

  @Test
  void tier_isOneThatFitsTheLimitsOfEveryContainer() throws IOException {
    ImportResult result =
        read(
            "",
            """
                  - name: proxy
                    image: shop/proxy:1
                    resources: {limits: {cpu: 100m, memory: 64Mi}, requests: {cpu: 20m, memory: 64Mi}}
            """);

    assertThat(result.applications().getFirst().yaml())
        .contains("tier: low", "requests: {cpu: 20m, memory: 64Mi}");
  }

  @Test
  void probeOfAnInitContainer_isNotTaken() throws IOException {
    ImportResult result =
        read(
            "      initContainers: [{name: a, image: 'shop/a:1', %s, ports: [{containerPort: 80}]}]\n"
                .formatted(LIMITS),
            "");

    assertThat(entry(result, POD + "initContainers[0].ports").outcome())
        .isEqualTo(ConversionOutcome.NOT_TAKEN);
  }

  @Test
  void recreation_isKept_andTheRaisedReplicasAreToBeChecked() throws IOException {
    ImportResult result =
        read(
            HEAD.replace("replicas: 3", "replicas: 1\n  strategy: {type: Recreate}")
                + CART
                + VOLUMES);

    assertThat(result.applications().getFirst().yaml())
        .contains("strategy: {type: recreate}", "replicas: 3");
    assertThat(entry(result, "spec.replicas").advice()).contains("only one pod may run");
  }

  @Test
  void alternativesOfNodes_areNotTaken() throws IOException {
    String terms = POD + "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
    ImportResult result =
        read(
            """
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms:
                          - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
                          - matchExpressions: [{key: arch, operator: In, values: [arm64]}]
            """,
            "");

    assertThat(entry(result, terms + ".nodeSelectorTerms").outcome())
        .isEqualTo(ConversionOutcome.NOT_TAKEN);
    assertThat(result.applications().getFirst().yaml()).doesNotContain("placement");
  }

  @Test
  void affinityToTheApplicationsOwnPods_hasNoLabels_andThatToOthersHas() throws IOException {
    ImportResult result =
        read(
            """
                  affinity:
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: cart}}}
                        - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: batch}}}
            """,
            "");

    assertThat(result.applications().getFirst().yaml())
        .contains(
            "- {by: node, required: true}", "- {labels: {app: batch}, by: node, required: true}");
    assertThat(result.isOpen()).isFalse();
  }

  private static ReportEntry entry(ImportResult result, String path) {
    return result.report().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static ImportResult read(String pod, String containers, String... objects)
      throws IOException {
    return read(HEAD + pod + CART + containers.indent(2) + VOLUMES + String.join("", objects));
  }

  private static ImportResult read(String manifest) throws IOException {
    SourceFiles.Contents contents =
        SourceFiles.read(new ByteArrayInputStream(manifest.getBytes(UTF_8)));
    assertThat(contents.faults()).isEmpty();
    ImportResult result = Import.of(contents.documents(), new Import.Options(null, false));
    assertThat(result.faults()).isEmpty();
    assertThat(Validation.faults(result.applications().getFirst().yaml())).isEmpty();
    return result;
  }
}
