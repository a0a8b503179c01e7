/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelmChartTest {

  private static final List<Yaml> DEFAULTS = Chart.render(Map.of());
  private static final List<Yaml> EVERYTHING = Chart.renderEverything();

  @Test
  void helm_findsNoFault() {
    LintResult lint = Chart.lint();
    assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
  }

  @Test
  void everyService_hasItsDeployment_ServiceAndAccount() {
    for (String kind : List.of("Deployment", "Service", "ServiceAccount")) {
      assertThat(Chart.ofKind(DEFAULTS, kind).map(object -> object.at("metadata", "name").text()))
          .containsExactlyInAnyOrderElementsOf(
              Chart.SERVICES.stream().map(service -> "b-" + service).toList());
    }
  }

  @Test
  void everyPod_keepsTheRestrictedPodSecurityStandard() {
    Chart.ofKind(EVERYTHING, "Deployment")
        .map(object -> object.at("spec", "template", "spec"))
        .forEach(
            pod -> {
              Yaml all = pod.at("securityContext");
              Yaml one = pod.at("containers").list().getFirst().at("securityContext");
              assertThat(all.at("runAsNonRoot").value()).isEqualTo(true);
              assertThat(all.at("seccompProfile", "type").text()).isEqualTo("RuntimeDefault");
              assertThat(one.at("allowPrivilegeEscalation").value()).isEqualTo(false);
              assertThat(one.at("readOnlyRootFilesystem").value()).isEqualTo(true);
              assertThat(one.at("capabilities", "drop").texts()).containsExactly("ALL");
              assertThat(pod.at("hostNetwork").value()).isNull();
            });
  }

  @Test
  void everyContainer_hasProbes_requests_andALimitOfMemory() {
    for (String service : Chart.SERVICES) {
      Yaml container = Chart.container(DEFAULTS, service);
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        assertThat(container.at(probe, "httpGet", "path").text())
            .as(service + " " + probe)
            .startsWith("/actuator/health/");
      }
      assertThat(container.at("resources", "requests", "cpu").value()).isNotNull();
      assertThat(container.at("resources", "requests", "memory").text())
          .isEqualTo(container.at("resources", "limits", "memory").text());
    }
  }

  @Test
  void rights_haveNoWildcard_noSecrets_andNoProxy() {
    List<String> rights = rights(EVERYTHING);
    assertThat(rights)
        .isNotEmpty()
        .noneMatch(right -> right.contains("*"))
        .noneMatch(right -> right.contains("secrets"))
        .noneMatch(right -> right.contains("proxy"))
        .noneMatch(right -> right.matches("delete.* namespaces"));
  }

  @Test
  void rightToFigures_isThatOfTheSourcesThatAreChosen_andOfNoOther() {
    String sources = "monitorSvc.metrics.sources[0]";
    assertThat(rights(DEFAULTS)).contains("get nodes/metrics", "list pods");
    assertThat(rights(Chart.render(Map.of(sources, "apiserver-proxy"))))
        .contains("get nodes/proxy")
        .doesNotContain("get nodes/metrics");
    assertThat(rights(Chart.render(Map.of(sources, "metrics.k8s.io"))))
        .doesNotContain("get nodes/metrics", "get nodes/proxy");
  }

  @Test
  void permissions_areThoseOfTheFile_thatUsersOwnClustersAreCheckedFor() {
    Yaml file = Yaml.all(Yaml.text(Chart.FOLDER.resolve("files/permissions.yaml"))).getFirst();
    for (String service : List.of("deploy-svc", "monitor-svc")) {
      List<Object> rules =
          Chart.ofKind(DEFAULTS, "ClusterRole")
              .filter(role -> role.at("metadata", "name").text().equals("b-" + service))
              .flatMap(role -> role.at("rules").list().stream())
              .map(Yaml::value)
              .toList();
      List<Object> expected =
          Stream.of("required", "metrics.k8s.io", "kubelet")
              .flatMap(feature -> file.at(service, feature).list().stream())
              .map(Yaml::value)
              .toList();
      assertThat(rules).isEqualTo(expected).isNotEmpty();
    }
  }

  @Test
  void authorityOfKubelets_isMounted_whereTheServiceIsToldToLook() {
    Yaml container = Chart.container(EVERYTHING, "monitor-svc");
    assertThat(container.at("env").texts())
        .anyMatch(
            env ->
                env.contains("BERTH_KUBELET_CERTIFICATE_AUTHORITY")
                    && env.contains("/etc/berth/config/ca.crt"));
    assertThat(container.at("volumeMounts").texts())
        .anyMatch(mount -> mount.contains("/etc/berth/config"));
    assertThatThrownBy(
            () ->
                Chart.render(
                    Map.of(
                        "monitorSvc.kubelet.insecureTls", "true",
                        "monitorSvc.kubelet.certificateAuthority.configMap", "kubelet-ca")))
        .hasMessageContaining("monitorSvc.kubelet.insecureTls");
    assertThatThrownBy(() -> Chart.render(Map.of("monitorSvc.kubelets", "false")))
        .hasMessageContaining("monitorSvc.metrics.sources to [kubelet, metrics.k8s.io]");
  }

  @Test
  void monitor_writesNothing() {
    Chart.ofKind(EVERYTHING, "ClusterRole")
        .filter(role -> role.at("metadata", "name").text().equals("b-monitor-svc"))
        .flatMap(role -> role.at("rules").list().stream())
        .forEach(rule -> assertThat(rule.at("verbs").texts()).isSubsetOf("get", "list", "watch"));
  }

  @Test
  void onlyWhoTalksToKubernetes_getsAToken() {
    Set<String> withToken =
        Chart.ofKind(EVERYTHING, "Deployment")
            .map(object -> object.at("spec", "template", "spec"))
            .filter(pod -> Boolean.TRUE.equals(pod.at("automountServiceAccountToken").value()))
            .map(pod -> pod.at("serviceAccountName").text())
            .collect(Collectors.toSet());
    assertThat(withToken).containsExactlyInAnyOrder("b-deploy-svc", "b-monitor-svc");
  }

  @Test
  void everyService_hasANetworkPolicy() {
    assertThat(Chart.ofKind(DEFAULTS, "NetworkPolicy").map(o -> o.at("metadata", "name").text()))
        .containsExactlyInAnyOrderElementsOf(
            Chart.SERVICES.stream().map(service -> "b-" + service).toList());
  }

  @Test
  void secretsAreNamed_andNeverWritten() {
    assertThat(Chart.ofKind(EVERYTHING, "Secret")).isEmpty();
    assertThat(Chart.container(EVERYTHING, "gateway").at("env").texts())
        .anyMatch(env -> env.contains("BERTH_API_TOKEN") && env.contains("secretKeyRef"));
  }

  @Test
  void credentialsOfElasticsearch_comeFromASecret_asUserOrAsKey() {
    List<String> user = elasticsearch(Map.of());
    assertThat(user)
        .anyMatch(
            env ->
                env.contains("BERTH_ELASTICSEARCH_PASSWORD")
                    && env.contains("es")
                    && env.contains("secretKeyRef"))
        .anyMatch(
            env ->
                env.contains("BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY")
                    && env.contains("/etc/berth/config/ca.crt"));
    List<String> key =
        elasticsearch(Map.of("logPipelineSvc.elasticsearchCredentials.apiKey", "api-key"));
    assertThat(key)
        .anyMatch(
            env -> env.contains("BERTH_ELASTICSEARCH_API_KEY") && env.contains("secretKeyRef"))
        .noneMatch(
            env -> env.contains("BERTH_ELASTICSEARCH_PASSWORD") && env.contains("secretKeyRef"));
  }

  private static List<String> elasticsearch(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("logPipelineSvc.elasticsearchCredentials.secret", "es");
    values.put("logPipelineSvc.elasticsearchCertificateAuthority.configMap", "es-ca");
    Yaml container = Chart.container(Chart.render(values), "log-pipeline-svc");
    assertThat(container.at("volumeMounts").texts())
        .anyMatch(mount -> mount.contains("/etc/berth/config"));
    return container.at("env").texts();
  }

  @Test
  void severalReplicas_getADisruptionBudget() {
    assertThat(Chart.ofKind(DEFAULTS, "PodDisruptionBudget")).isEmpty();
    assertThat(Chart.ofKind(EVERYTHING, "PodDisruptionBudget"))
        .extracting(object -> object.at("metadata", "name").text())
        .containsExactly("b-gateway");
  }

  @Test
  void secondCluster_runsOnlyDeployAndMonitor() {
    List<Yaml> second =
        Chart.render(
            Map.of(
                "cluster", "dc-b",
                "gateway.enabled", "false",
                "scalerSvc.enabled", "false",
                "logPipelineSvc.enabled", "false"));
    assertThat(Chart.ofKind(second, "Deployment").map(o -> o.at("metadata", "name").text()))
        .containsExactlyInAnyOrder("b-deploy-svc", "b-monitor-svc");
  }

  @Test
  void missingValue_isToldByItsName() {
    assertThatThrownBy(() -> Chart.render(Map.of("kafka.bootstrapServers", "")))
        .hasMessageContaining("kafka.bootstrapServers is missing");
    assertThatThrownBy(() -> Chart.render(Map.of("gateway.ingress.enabled", "true")))
        .hasMessageContaining("gateway.ingress.host is missing");
  }

  @Test
  void everyKeyOfTheValues_isCommented() {
    List<String> lines = Yaml.text(Chart.FOLDER.resolve("values.yaml")).lines().toList();
    List<String> bare = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      boolean section = lines.get(i).matches("\\s*[a-zA-Z]+:");
      boolean key = lines.get(i).matches("\\s*[a-zA-Z]+:.*");
      boolean resource = lines.get(i).matches("\\s*(requests|limits):.*");
      if (key && !section && !resource && !lines.get(i - 1).strip().startsWith("#")) {
        bare.add(lines.get(i));
      }
    }
    assertThat(bare).as("keys without a comment in helm/values.yaml").isEmpty();
  }

  private static List<String> rights(List<Yaml> objects) {
    List<String> rights = new ArrayList<>();
    Chart.ofKind(objects, "ClusterRole")
        .flatMap(role -> role.at("rules").list().stream())
        .forEach(
            rule ->
                rule.at("resources")
                    .texts()
                    .forEach(
                        resource ->
                            rule.at("verbs")
                                .texts()
                                .forEach(verb -> rights.add(verb + " " + resource))));
    return rights;
  }
}
