/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a Deployment replaces its pods. */
public abstract class StrategiesContract extends ClusterContract {

  private static final String HOLD = "x.example.com/hold";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Recreate | 25% | 0 | spec.strategy.rollingUpdate | may not be specified when strategy `type` is 'Recreate'",
        "RollingUpdate | 0 | 0 | spec.strategy.rollingUpdate.maxUnavailable | may not be 0 when `maxSurge` is 0",
        "Sometimes | 25% | 0 | spec.strategy | supported values: \"Recreate\", \"RollingUpdate\"",
      })
  void strategyThatContradictsItself_isRefused(
      String type, String surge, String unavailable, String field, String words) {
    Deployment wrong = web("web:1", rolling(type, surge, unavailable));

    KubernetesClientException created = refused(() -> client().resource(wrong).create());
    KubernetesClientException applied = refused(() -> apply(wrong));

    for (KubernetesClientException refusal : List.of(created, applied)) {
      assertThat(refusal.getCode()).isEqualTo(422);
      assertThat(refusal.getStatus().getDetails().getCauses())
          .anySatisfy(
              cause -> {
                assertThat(cause.getField()).isEqualTo(field);
                assertThat(cause.getMessage()).contains(words);
              });
    }
  }

  @Test
  void applyOfRecreate_dropsTheRollingUpdateThatTheSameManagerSaid_andBack() {
    apply(web("web:1", rolling("RollingUpdate", "25%", "0")));

    DeploymentStrategy recreated = apply(web("web:1", recreate())).getSpec().getStrategy();
    assertThat(recreated.getType()).isEqualTo("Recreate");
    assertThat(recreated.getRollingUpdate()).isNull();

    DeploymentStrategy rolled =
        apply(web("web:1", rolling("RollingUpdate", "50%", "0"))).getSpec().getStrategy();
    assertThat(rolled.getType()).isEqualTo("RollingUpdate");
    assertThat(rolled.getRollingUpdate().getMaxSurge()).isEqualTo(new IntOrString("50%"));
  }

  /** Also while it only terminates. */
  @Test
  void recreate_makesNothingNew_whileAPodOfTheOldTemplateIsThere() {
    apply(web("web:1", recreate()));
    eventually(() -> pods().size() == 2);
    pods().forEach(pod -> hold(pod, List.of(HOLD)));

    apply(web("web:2", recreate()));

    eventually(
        () -> pods().stream().allMatch(it -> it.getMetadata().getDeletionTimestamp() != null));
    assertThat(pods()).hasSize(2);
    assertThat(sets()).hasSize(1);
    pods().forEach(pod -> hold(pod, List.of()));
    eventually(() -> sets().size() == 2 && pods().size() == 2);
    assertThat(pods())
        .allSatisfy(
            pod ->
                assertThat(pod.getSpec().getContainers().getFirst().getImage()).isEqualTo("web:2"));
  }

  /** As it is now: an edit of what was read earlier is one of that version alone. */
  private void hold(Pod pod, List<String> finalizers) {
    withoutConflict(
        () ->
            client()
                .pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .edit(
                    it -> {
                      it.getMetadata().setFinalizers(finalizers);
                      return it;
                    }));
  }

  private Deployment apply(Deployment deployment) {
    return client()
        .resource(deployment)
        .fieldManager("contract")
        .forceConflicts()
        .serverSideApply();
  }

  private Deployment web(String image, DeploymentStrategy strategy) {
    return new DeploymentBuilder(deployment("web", 2, image))
        .editSpec()
        .withStrategy(strategy)
        .endSpec()
        .build();
  }

  private static DeploymentStrategy recreate() {
    return new DeploymentStrategyBuilder().withType("Recreate").build();
  }

  private static DeploymentStrategy rolling(String type, String surge, String unavailable) {
    return new DeploymentStrategyBuilder()
        .withType(type)
        .withNewRollingUpdate()
        .withMaxSurge(amount(surge))
        .withMaxUnavailable(amount(unavailable))
        .endRollingUpdate()
        .build();
  }

  private static IntOrString amount(String text) {
    return text.endsWith("%") ? new IntOrString(text) : new IntOrString(Integer.parseInt(text));
  }
}
