/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuitePartsTest {

  private final List<Part> parts =
      new SuiteParts(new SuiteFolder(Path.of("/berth")), new PortPlan(10), "secret").all();

  @Test
  void parts_startFromTheBrokerToTheDoor() {
    assertThat(parts)
        .extracting(Part::name)
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
    assertThat(parts).extracting(Part::stage).isSorted();
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
  void theServicesOfACluster_knowItsNameAndItsKubeconfig() {
    assertThat(environment("deploy-svc-dc-b"))
        .containsEntry("BERTH_CLUSTER", "dc-b")
        .containsEntry("KUBECONFIG", "/berth/dc-b.kubeconfig");
    assertThat(environment("monitor-svc-dc-a"))
        .containsEntry("BERTH_CLUSTER", "dc-a")
        .containsEntry("BERTH_WEBHOOK_URL", "http://localhost:18511/");
  }

  @Test
  void theGateway_knowsEveryDeployServiceByItsCluster() {
    assertThat(environment("gateway"))
        .containsEntry("BERTH_CLUSTERS", "dc-a,dc-b")
        .containsEntry(
            "BERTH_DEPLOY_URLS", "dc-a=http://localhost:18111,dc-b=http://localhost:18112")
        .containsEntry("BERTH_API_TOKEN", "secret");
  }

  @Test
  void theToken_goesToTheGatewayAlone_andIntoNoText() {
    assertThat(services())
        .filteredOn(service -> service.environment().containsValue("secret"))
        .extracting(Part.Service::name)
        .containsExactly("gateway");
    assertThat(parts.toString()).doesNotContain("secret");
  }

  @Test
  void everyPort_isOneOfThePlan() {
    assertThat(new PortPlan(10).all().keySet())
        .containsAll(parts.stream().map(Part::port).toList());
  }

  private Map<String, String> environment(String name) {
    return services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow()
        .environment();
  }

  private List<Part.Service> services() {
    return parts.stream()
        .filter(Part.Service.class::isInstance)
        .map(Part.Service.class::cast)
        .toList();
  }
}
