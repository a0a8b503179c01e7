/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Create, read, update, patch, delete. */
public abstract class ObjectsContract extends ClusterContract {

  private static final Map<String, String> NONE = Map.of();

  @Test
  void create_twice_isAlreadyExists() {
    client().resource(configMap("a", NONE)).create();
    KubernetesClientException refused =
        refused(() -> client().resource(configMap("a", NONE)).create());
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(refused.getStatus().getMessage()).isEqualTo("configmaps \"a\" already exists");
    assertThat(refused.getStatus().getDetails().getKind()).isEqualTo("configmaps");
  }

  @Test
  void create_inMissingNamespace_isNotFound() {
    ConfigMap lost =
        new ConfigMapBuilder(configMap("a", NONE))
            .editMetadata()
            .withNamespace("nowhere")
            .endMetadata()
            .build();
    KubernetesClientException refused = refused(() -> client().resource(lost).create());
    assertThat(refused.getCode()).isEqualTo(404);
    assertThat(refused.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
  }

  @Test
  void create_withBadName_isInvalidWithItsField() {
    KubernetesClientException refused =
        refused(() -> client().resource(configMap("Not_Good", NONE)).create());
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(refused.getStatus().getReason()).isEqualTo("Invalid");
    assertThat(refused.getStatus().getMessage())
        .startsWith(
            "ConfigMap \"Not_Good\" is invalid: metadata.name: Invalid value: \"Not_Good\": ");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getField())
        .isEqualTo("metadata.name");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getReason())
        .isEqualTo("FieldValueInvalid");
  }

  @Test
  void create_ofDeploymentWhoseSelectorMissesItsTemplate_isInvalid() {
    Deployment wrong =
        new DeploymentBuilder(deployment("web", 1, "web:1"))
            .editSpec()
            .editTemplate()
            .editMetadata()
            .withLabels(Map.of("app", "other"))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    KubernetesClientException refused = refused(() -> client().resource(wrong).create());
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(refused.getStatus().getMessage())
        .isEqualTo(
            "Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: "
                + "map[string]string{\"app\":\"other\"}: `selector` does not match template `labels`");
  }

  @Test
  void create_withoutImage_isRequiredValue() {
    Deployment wrong =
        new DeploymentBuilder(deployment("web", 1, "web:1"))
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage(null)
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    KubernetesClientException refused = refused(() -> client().resource(wrong).create());
    assertThat(refused.getStatus().getMessage())
        .isEqualTo(
            "Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].image: Required value");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getReason())
        .isEqualTo("FieldValueRequired");
  }

  @Test
  void create_fillsInDefaults() {
    Deployment made = client().resource(deployment("web", 1, "web:1")).create();
    assertThat(made.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
    assertThat(made.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal())
        .isEqualTo("25%");
    assertThat(
            made.getSpec().getTemplate().getSpec().getContainers().getFirst().getImagePullPolicy())
        .isEqualTo("IfNotPresent");
    assertThat(
            made.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getRequests())
        .containsOnlyKeys("cpu");
    assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void create_dryRun_storesNothing() {
    ConfigMap answered = client().resource(configMap("a", NONE)).dryRun(true).create();
    assertThat(answered.getMetadata().getUid()).isNotEmpty();
    assertThat(client().resource(configMap("a", NONE)).get()).isNull();
  }

  @Test
  void update_withStaleVersion_isConflict() {
    ConfigMap first = client().resource(configMap("a", NONE)).create();
    client().resource(new ConfigMapBuilder(first).addToData("key", "other").build()).update();
    ConfigMap late = new ConfigMapBuilder(first).addToData("key", "late").build();
    KubernetesClientException refused = refused(() -> client().resource(late).update());
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(refused.getStatus().getMessage())
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
  }

  @Test
  void update_ofSelector_isImmutable() {
    client().resource(deployment("web", 0, "web:1")).create();
    Deployment moved =
        new DeploymentBuilder(deployment("web", 0, "web:1"))
            .editSpec()
            .editSelector()
            .withMatchLabels(Map.of("x", "y"))
            .endSelector()
            .editTemplate()
            .editMetadata()
            .withLabels(Map.of("x", "y"))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    KubernetesClientException refused =
        refused(() -> withoutConflict(() -> client().resource(moved).update()));
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(refused.getStatus().getMessage())
        .contains("spec.selector: Invalid value: ")
        .endsWith(": field is immutable");
  }

  @Test
  void generation_movesWithSpecOnly() {
    client().resource(deployment("web", 0, "web:1")).create();
    Deployment labelled =
        edited(d -> new DeploymentBuilder(d).editMetadata().addToLabels("x", "y").endMetadata());
    assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
    Deployment changed =
        edited(d -> new DeploymentBuilder(d).editSpec().withMinReadySeconds(3).endSpec());
    assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void mainResource_doesNotChangeStatus() {
    client().resource(deployment("web", 0, "web:1")).create();
    eventually(
        () ->
            client()
                    .resource(deployment("web", 0, "web:1"))
                    .get()
                    .getStatus()
                    .getObservedGeneration()
                != null);
    Deployment lied =
        edited(d -> new DeploymentBuilder(d).editStatus().withReadyReplicas(77).endStatus());
    assertThat(lied.getStatus().getReadyReplicas()).isNull();
    Deployment wiped =
        withoutConflict(
            () ->
                client()
                    .resource(
                        new DeploymentBuilder(client().resource(lied).get())
                            .withStatus(null)
                            .build())
                    .update());
    assertThat(wiped.getStatus().getObservedGeneration()).isNotNull();
  }

  private Deployment edited(Function<Deployment, DeploymentBuilder> change) {
    return withoutConflict(
        () ->
            client().resource(deployment("web", 0, "web:1")).edit(it -> change.apply(it).build()));
  }

  @Test
  void patches_jsonMergeAndStrategic() {
    client().resource(deployment("web", 0, "web:1")).create();
    var resource = client().apps().deployments().inNamespace(namespace).withName("web");
    resource.patch(
        PatchContext.of(PatchType.JSON),
        "[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"a/b\":\"1\"}}]");
    resource.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\":{\"annotations\":{\"c\":\"2\",\"a/b\":null}}}");
    Deployment patched =
        resource.patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]}]}}}}");
    assertThat(patched.getMetadata().getAnnotations())
        .containsEntry("c", "2")
        .doesNotContainKey("a/b");
    assertThat(patched.getSpec().getTemplate().getSpec().getContainers()).hasSize(1);
    assertThat(patched.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("web:1");
    assertThat(
            patched
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .getFirst()
                .getValue())
        .isEqualTo("1");
  }

  @Test
  void finalizers_holdADeletedObject() {
    ConfigMap held =
        new ConfigMapBuilder(configMap("a", NONE))
            .editMetadata()
            .withFinalizers("berth.io/hold")
            .endMetadata()
            .build();
    client().resource(held).create();
    client().resource(held).delete();
    assertThat(client().resource(held).get().getMetadata().getDeletionTimestamp()).isNotEmpty();
    client()
        .resource(held)
        .edit(
            c ->
                new ConfigMapBuilder(c)
                    .editMetadata()
                    .withFinalizers(List.of())
                    .endMetadata()
                    .build());
    assertThat(client().resource(held).get()).isNull();
  }

  static KubernetesClientException refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    KubernetesClientException thrown = catchThrowableOfType(KubernetesClientException.class, call);
    assertThat(thrown).as("the refusal").isNotNull();
    return thrown;
  }
}
