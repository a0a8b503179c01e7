/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Deployments, replica sets and quotas, as far as they need no node. */
public abstract class WorkloadsContract extends ClusterContract {

  Deployment live(String name) {
    return client().apps().deployments().inNamespace(namespace).withName(name).get();
  }

  static DeploymentCondition condition(Deployment deployment, String type) {
    if (deployment.getStatus() == null) {
      return new DeploymentCondition();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElse(new DeploymentCondition());
  }

  @Test
  void deployment_makesAReplicaSet_thatMakesPods() {
    Deployment made = client().resource(deployment("web", 3, "web:1")).create();
    eventually(() -> pods().size() == 3);
    ReplicaSet set = sets().getFirst();
    String hash = set.getMetadata().getLabels().get("pod-template-hash");
    assertThat(set.getMetadata().getName()).isEqualTo("web-" + hash);
    assertThat(set.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(made.getMetadata().getUid());
    assertThat(set.getSpec().getSelector().getMatchLabels())
        .containsEntry("pod-template-hash", hash)
        .containsEntry("app", "web");
    assertThat(pods())
        .allSatisfy(
            p -> {
              assertThat(p.getMetadata().getName()).startsWith(set.getMetadata().getName() + "-");
              assertThat(p.getMetadata().getLabels()).containsEntry("pod-template-hash", hash);
              assertThat(p.getStatus().getQosClass()).isEqualTo("Burstable");
            });
    eventually(
        () ->
            live("web")
                .getMetadata()
                .getAnnotations()
                .get("deployment.kubernetes.io/revision")
                .equals("1"));
  }

  @Test
  void deployment_scalesThroughItsSubresource() {
    client().resource(deployment("web", 1, "web:1")).create();
    client().apps().deployments().inNamespace(namespace).withName("web").scale(4);
    eventually(() -> pods().size() == 4);
    client().apps().deployments().inNamespace(namespace).withName("web").scale(0);
    eventually(() -> pods().isEmpty());
    assertThat(live("web").getSpec().getReplicas()).isZero();
  }

  @Test
  void deployment_toAnotherImage_countsRevisions_andComesBackToTheOldSet() {
    client().resource(deployment("web", 1, "web:1")).create();
    eventually(() -> sets().size() == 1);
    image("web:2");
    eventually(() -> sets().size() == 2 && revision().equals("2"));
    image("web:1");
    eventually(() -> revision().equals("3"));
    assertThat(sets()).hasSize(2);
  }

  private String revision() {
    return live("web")
        .getMetadata()
        .getAnnotations()
        .getOrDefault("deployment.kubernetes.io/revision", "");
  }

  private void image(String image) {
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\""
                + image
                + "\"}]}}}}");
  }

  @Test
  void deployment_paused_startsNothingNew() {
    client().resource(deployment("web", 1, "web:1")).create();
    eventually(() -> sets().size() == 1);
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"paused\":true}}");
    eventually(() -> "DeploymentPaused".equals(condition(live("web"), "Progressing").getReason()));
    image("web:2");
    eventually(
        () -> {
          Deployment now = live("web");
          Long observed = now.getStatus().getObservedGeneration();
          return now.getMetadata().getGeneration().equals(observed);
        });
    assertThat(sets()).hasSize(1);
    assertThat(condition(live("web"), "Progressing").getMessage())
        .isEqualTo("Deployment is paused");
  }

  @Test
  void deployment_withoutProgress_reportsItAfterItsDeadline() {
    Deployment stuck =
        new DeploymentBuilder(deployment("web", 1, "web:1-missing"))
            .editSpec()
            .withProgressDeadlineSeconds(1)
            .endSpec()
            .build();
    client().resource(stuck).create();
    eventually(
        () -> "ProgressDeadlineExceeded".equals(condition(live("web"), "Progressing").getReason()));
    DeploymentCondition progressing = condition(live("web"), "Progressing");
    assertThat(progressing.getStatus()).isEqualTo("False");
    assertThat(progressing.getMessage())
        // The deadline is so short that a busy controller may not have made the ReplicaSet yet.
        .matches("(ReplicaSet \"web-[a-z0-9]+\"|Deployment \"web\") has timed out progressing\\.");
    DeploymentCondition available = condition(live("web"), "Available");
    assertThat(available.getStatus()).isEqualTo("False");
    assertThat(available.getReason()).isEqualTo("MinimumReplicasUnavailable");
    assertThat(available.getMessage()).isEqualTo("Deployment does not have minimum availability.");
  }

  @Test
  void deployment_ofNothing_isAvailableAtOnce() {
    client().resource(deployment("web", 0, "web:1")).create();
    eventually(
        () -> "NewReplicaSetAvailable".equals(condition(live("web"), "Progressing").getReason()));
    assertThat(condition(live("web"), "Available").getReason())
        .isEqualTo("MinimumReplicasAvailable");
    assertThat(live("web").getStatus().getReplicas()).isNull();
  }

  @Test
  void deployment_deleted_takesItsPodsWithIt() {
    client().resource(deployment("web", 2, "web:1")).create();
    eventually(() -> pods().size() == 2);
    client().resource(deployment("web", 2, "web:1")).delete();
    eventually(() -> sets().isEmpty() && pods().isEmpty());
  }

  @Test
  void quota_refusesWhatExceedsIt() {
    quota(Map.of("pods", new Quantity("1"), "requests.cpu", new Quantity("100m")));
    eventuallyRefused(pod("large", "200m"));
    client().resource(pod("one", "60m")).create();
    KubernetesClientException refused =
        refused(() -> client().resource(pod("two", "60m")).create());
    assertThat(refused.getCode()).isEqualTo(403);
    assertThat(refused.getStatus().getReason()).isEqualTo("Forbidden");
    assertThat(refused.getStatus().getMessage())
        .isEqualTo(
            "pods \"two\" is forbidden: exceeded quota: team, requested: pods=1,requests.cpu=60m, used: pods=1,requests.cpu=60m, limited: pods=1,requests.cpu=100m");
    eventually(() -> "1".equals(used("pods")) && "60m".equals(used("requests.cpu")));
  }

  @Test
  void quota_asksForWhatItCounts() {
    quota(Map.of("requests.memory", new Quantity("1Gi")));
    eventuallyRefused(pod("one", "60m"));
    KubernetesClientException refused =
        refused(() -> client().resource(pod("one", "60m")).create());
    assertThat(refused.getStatus().getMessage())
        .isEqualTo("pods \"one\" is forbidden: failed quota: team: must specify requests.memory");
  }

  @Test
  void quota_withScopes_countsThePodsOfItsScopesAlone() {
    quota(Map.of("pods", new Quantity("0")), it -> it.withScopes("BestEffort"));
    eventuallyRefused(bestEffort("two"));

    client().resource(pod("one", "60m")).create();
    assertThat(
            refused(() -> client().resource(bestEffort("two")).create()).getStatus().getMessage())
        .isEqualTo(
            "pods \"two\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=0, limited: pods=0");
  }

  @Test
  void quota_withAScopeSelector_countsWhatItSelects() {
    quota(
        Map.of("pods", new Quantity("0")),
        it ->
            it.withNewScopeSelector()
                .addNewMatchExpression()
                .withScopeName("PriorityClass")
                .withOperator("Exists")
                .endMatchExpression()
                .endScopeSelector());

    client().resource(pod("one", "60m")).create();
  }

  /** A server admits by what its own watch has shown it, so a new quota counts a little later. */
  private void eventuallyRefused(Pod pod) {
    eventually(() -> catchThrowable(() -> client().resource(pod).dryRun(true).create()) != null);
  }

  private void quota(Map<String, Quantity> hard) {
    quota(hard, it -> it);
  }

  private void quota(Map<String, Quantity> hard, UnaryOperator<ResourceQuotaSpecBuilder> scopes) {
    var quota =
        client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("team")
                    .endMetadata()
                    .withSpec(scopes.apply(new ResourceQuotaSpecBuilder().withHard(hard)).build())
                    .build());
    quota.create();
    eventually(
        () -> {
          ResourceQuotaStatus status = quota.get().getStatus();
          return status != null && status.getUsed() != null && !status.getUsed().isEmpty();
        });
  }

  private String used(String what) {
    Quantity used =
        client()
            .resourceQuotas()
            .inNamespace(namespace)
            .withName("team")
            .get()
            .getStatus()
            .getUsed()
            .get(what);
    return used == null ? "" : used.toString();
  }

  private Pod bestEffort(String name) {
    return new PodBuilder(pod(name, "1m"))
        .accept(ContainerBuilder.class, it -> it.withResources(null))
        .build();
  }

  private Pod pod(String name, String cpu) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNodeSelector(NO_NODE)
        .addNewContainer()
        .withName("c")
        .withImage("web:1")
        .withNewResources()
        .addToRequests("cpu", new Quantity(cpu))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }
}
