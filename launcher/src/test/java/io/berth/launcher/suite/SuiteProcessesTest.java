/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.OwnCluster;
import io.berth.launcher.owncluster.OwnClusters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuiteProcessesTest {

  private final List<SuiteProcess> parts = parts();

  private static List<SuiteProcess> parts(String... listen) {
    return parts(OwnClusters.NONE, listen);
  }

  private static List<SuiteProcess> parts(OwnClusters own, String... listen) {
    var listeners = Listeners.parse(List.of(listen));
    return new SuiteProcesses(
            new SuiteFolder(Path.of("/berth")), new PortPlan(10), listeners, "secret", own)
        .all();
  }

  @Test
  void processes_startFromTheBrokerToTheGateway() {
    assertThat(parts)
        .extracting(SuiteProcess::name)
        .containsExactly(
            "kafka",
            "cluster-dc-a",
            "cluster-dc-b",
            "elasticsearch",
            "deploy-svc-dc-a",
            "deploy-svc-dc-b",
            "monitor-svc-dc-a",
            "monitor-svc-dc-b",
            "scaler-svc",
            "log-pipeline-svc",
            "gateway");
    assertThat(parts).extracting(SuiteProcess::stage).isSorted();
  }

  @Test
  void everyService_isToldItsPortAndTheBroker() {
    assertThat(services())
        .allSatisfy(
            service ->
                assertThat(service.environment())
                    .containsEntry("BERTH_PORT", String.valueOf(service.port()))
                    .containsEntry("BERTH_KAFKA", "localhost:19102")
                    .containsEntry("BERTH_LOG_FORWARD", "localhost:24234"));
  }

  @Test
  void everyService_listensForThisMachineAlone() {
    assertThat(services())
        .allSatisfy(
            service -> {
              assertThat(service.environment()).containsEntry("BERTH_LISTEN", "127.0.0.1");
              assertThat(service.host()).isEqualTo("localhost");
            });
    assertThat(environment("log-pipeline-svc")).containsEntry("BERTH_FORWARD_LISTEN", "127.0.0.1");
  }

  @Test
  void openedGateway_listensThereAndIsKnownByThatAddress_theOthersStay() {
    var opened = parts("10.1.2.3");

    assertThat(environment("gateway", opened))
        .containsEntry("BERTH_LISTEN", "10.1.2.3")
        .containsEntry("BERTH_PUBLIC_URL", "http://10.1.2.3:8090");
    assertThat(environment("monitor-svc-dc-a", opened))
        .containsEntry("BERTH_PUBLIC_URL", "http://10.1.2.3:8090");
    assertThat(opened)
        .filteredOn(part -> !part.host().equals("localhost"))
        .extracting(SuiteProcess::name)
        .containsExactly("gateway");
    assertThat(services(opened))
        .filteredOn(service -> !service.environment().get("BERTH_LISTEN").equals("127.0.0.1"))
        .extracting(SuiteProcess.BerthServiceProcess::name)
        .containsExactly("gateway");
    assertThat(environment("log-pipeline-svc", opened))
        .containsEntry("BERTH_FORWARD_LISTEN", "127.0.0.1");
  }

  @Test
  void openedGatewayOnEveryAddress_isReachedByLocalhost() {
    assertThat(environment("gateway", parts("0.0.0.0")))
        .containsEntry("BERTH_LISTEN", "0.0.0.0")
        .containsEntry("BERTH_PUBLIC_URL", "http://localhost:8090");
  }

  @Test
  void openedForwardReceiverAndBroker_areWhereEveryServiceAndClusterLooksForThem() {
    var opened = parts("forward=2001:db8::1,kafka=10.1.2.3");

    assertThat(services(opened))
        .allSatisfy(
            service ->
                assertThat(service.environment())
                    .containsEntry("BERTH_LISTEN", "127.0.0.1")
                    .containsEntry("BERTH_KAFKA", "10.1.2.3:19102")
                    .containsEntry("BERTH_LOG_FORWARD", "[2001:db8:0:0:0:0:0:1]:24234"));
    assertThat(opened)
        .filteredOn(SuiteProcess.ClusterProcess.class::isInstance)
        .extracting(part -> ((SuiteProcess.ClusterProcess) part).forward())
        .containsOnly("[2001:db8:0:0:0:0:0:1]:24234");
    assertThat(environment("log-pipeline-svc", opened))
        .containsEntry("BERTH_FORWARD_LISTEN", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void servicesOfCluster_getItsNameAndKubeconfig() {
    assertThat(environment("deploy-svc-dc-b"))
        .containsEntry("BERTH_CLUSTER", "dc-b")
        .containsEntry("KUBECONFIG", "/berth/dc-b.kubeconfig");
    assertThat(environment("monitor-svc-dc-a"))
        .containsEntry("BERTH_CLUSTER", "dc-a")
        .containsEntry("BERTH_WEBHOOK_URL", "http://localhost:18511/");
  }

  @Test
  void clusterOfTheUsersOwn_hasNoProcess_noSimulatedRegistry_andItsSettings() {
    var own =
        OwnClusters.of(
            List.of(new OwnCluster("dc-b", "/k", "kind", "https://127.0.0.1:6443")),
            Map.of("BERTH_REGISTRY_PIN", "never", "BERTH_KUBELET_INSECURE_TLS", "true"));
    var mixed = parts(own);

    assertThat(mixed)
        .extracting(SuiteProcess::name)
        .contains("cluster-dc-a", "deploy-svc-dc-b", "monitor-svc-dc-b")
        .doesNotContain("cluster-dc-b");
    assertThat(environment("deploy-svc-dc-b", mixed))
        .containsEntry("KUBECONFIG", "/berth/dc-b.kubeconfig")
        .containsEntry("BERTH_REGISTRY_PIN", "never")
        .doesNotContainKey("BERTH_REGISTRY_ENDPOINTS");
    assertThat(environment("monitor-svc-dc-b", mixed))
        .containsEntry("BERTH_KUBELET_INSECURE_TLS", "true");
    assertThat(environment("deploy-svc-dc-a", mixed))
        .containsEntry("BERTH_REGISTRY_ENDPOINTS", "*=http://127.0.0.1:18011")
        .doesNotContainKey("BERTH_REGISTRY_PIN");
    assertThat(environment("monitor-svc-dc-a", mixed))
        .doesNotContainKey("BERTH_KUBELET_INSECURE_TLS");
  }

  @Test
  void gateway_getsUrlOfEveryDeployServiceByCluster() {
    assertThat(environment("gateway"))
        .containsEntry("BERTH_CLUSTERS", "dc-a,dc-b")
        .containsEntry(
            "BERTH_DEPLOY_URLS", "dc-a=http://localhost:18111,dc-b=http://localhost:18112")
        .containsEntry("BERTH_API_TOKEN", "secret");
  }

  @Test
  void token_isPassedOnlyToTheGateway_andIsNeverPrinted() {
    assertThat(services())
        .filteredOn(service -> service.environment().containsValue("secret"))
        .extracting(SuiteProcess.BerthServiceProcess::name)
        .containsExactly("gateway");
    assertThat(parts.toString()).doesNotContain("secret");
  }

  @Test
  void everyPort_isOneOfThePlan() {
    assertThat(new PortPlan(10).all(Set.of()).keySet())
        .containsAll(parts.stream().map(SuiteProcess::port).toList());
  }

  private Map<String, String> environment(String name) {
    return environment(name, parts);
  }

  private static Map<String, String> environment(String name, List<SuiteProcess> parts) {
    return services(parts).stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow()
        .environment();
  }

  private List<SuiteProcess.BerthServiceProcess> services() {
    return services(parts);
  }

  private static List<SuiteProcess.BerthServiceProcess> services(List<SuiteProcess> parts) {
    return parts.stream()
        .filter(SuiteProcess.BerthServiceProcess.class::isInstance)
        .map(SuiteProcess.BerthServiceProcess.class::cast)
        .toList();
  }
}
