/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.testing.KnownApplications;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the manifests of well-known applications say, a specification can say too. */
class KnownApplicationsTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @MethodSource("io.berth.deploy.testing.KnownApplications#names")
  void knownApplication_breaksNoRule_andIsWrittenAsItsOwnManifest(String name) {
    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(TestSnapshots.order(KnownApplications.deploy(name)), TestSnapshots.empty());

    assertThat(plan).isInstanceOf(Plan.Apply.class);
    Plan.Apply apply = (Plan.Apply) plan;
    Deployment deployment = (Deployment) apply.objects().getLast();
    JsonNode template = tree(deployment.getSpec().getTemplate());
    JsonNode expected = KnownApplications.expected(name);
    if (expected.has("strategy")) {
      assertThat(tree(deployment.getSpec().getStrategy())).isEqualTo(expected.path("strategy"));
    }
    JsonNode pod = template.path("spec");
    assertThat(KnownApplications.differences(expected.path("pod"), pod)).isEmpty();
    assertThat(
            KnownApplications.differences(
                expected.path("container"), pod.path("containers").path(0)))
        .isEmpty();
    assertThat(
            KnownApplications.differences(
                expected.path("labels"), template.path("metadata").path("labels")))
        .isEmpty();
    assertThat(KnownApplications.differences(expected.path("service"), ports(apply))).isEmpty();
  }

  private static JsonNode ports(Plan.Apply plan) {
    return plan.objects().stream()
        .filter(Service.class::isInstance)
        .map(service -> tree(((Service) service).getSpec().getPorts()))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode tree(Object object) {
    return JSON.readTree(Serialization.asJson(object));
  }
}
