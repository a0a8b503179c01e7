/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Server-side apply: one owner for each field. */
public abstract class ApplyContract extends ClusterContract {

  private Deployment apply(String manager, Deployment wanted, boolean force) {
    var resource = client().resource(wanted).fieldManager(manager);
    return force ? resource.forceConflicts().serverSideApply() : resource.serverSideApply();
  }

  private Deployment labelled(Map<String, String> labels) {
    return new DeploymentBuilder(deployment("web", 0, "web:1"))
        .editMetadata()
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static List<ManagedFieldsEntry> of(Deployment deployment, String manager) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(m -> m.getManager().equals(manager))
        .toList();
  }

  @Test
  void apply_creates_andOwnsWhatItSays() {
    Deployment made = apply("one", labelled(Map.of("a", "1")), false);
    ManagedFieldsEntry entry = of(made, "one").getFirst();
    assertThat(entry.getOperation()).isEqualTo("Apply");
    assertThat(entry.getApiVersion()).isEqualTo("apps/v1");
    String fields = client().getKubernetesSerialization().asJson(entry.getFieldsV1());
    assertThat(fields)
        .contains("\"f:labels\":{\"f:a\":{}}")
        .contains("\"f:replicas\":{}")
        .contains("k:{\\\"name\\\":\\\"web\\\"}")
        .contains("k:{\\\"containerPort\\\":8080,\\\"protocol\\\":\\\"TCP\\\"}")
        .doesNotContain("f:progressDeadlineSeconds");
  }

  @Test
  void apply_again_changesNothing() {
    Deployment first = apply("one", labelled(Map.of("a", "1")), false);
    eventually(() -> client().resource(first).get().getStatus().getObservedGeneration() != null);
    eventually(
        () ->
            apply("one", labelled(Map.of("a", "1")), false)
                .getMetadata()
                .getResourceVersion()
                .equals(
                    apply("one", labelled(Map.of("a", "1")), false)
                        .getMetadata()
                        .getResourceVersion()));
    assertThat(client().resource(first).get().getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void apply_withoutAField_removesIt() {
    apply("one", labelled(Map.of("a", "1", "b", "2")), false);
    Deployment next = apply("one", labelled(Map.of("a", "1")), false);
    assertThat(next.getMetadata().getLabels()).containsOnlyKeys("a");
  }

  @Test
  void apply_keepsWhatOthersOwn() {
    apply("one", labelled(Map.of("a", "1")), false);
    client()
        .resource(deployment("web", 0, "web:1"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"labels\": {\"z\": \"9\"}}}");
    Deployment next = apply("one", labelled(Map.of("a", "2")), false);
    assertThat(next.getMetadata().getLabels()).containsEntry("a", "2").containsEntry("z", "9");
  }

  @Test
  void apply_ofAnothersField_isConflictWithItsCause() {
    apply("one", labelled(Map.of("a", "1")), false);
    KubernetesClientException refused =
        refused(() -> apply("two", labelled(Map.of("a", "2")), false));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(refused.getStatus().getMessage())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .metadata.labels.a");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getReason())
        .isEqualTo("FieldManagerConflict");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getField())
        .isEqualTo(".metadata.labels.a");
  }

  @Test
  void apply_forced_takesTheField() {
    apply("one", labelled(Map.of("a", "1")), false);
    Deployment taken = apply("two", labelled(Map.of("a", "2")), true);
    assertThat(taken.getMetadata().getLabels()).containsEntry("a", "2");
    String ones =
        client().getKubernetesSerialization().asJson(of(taken, "one").getFirst().getFieldsV1());
    assertThat(ones).doesNotContain("\"f:a\"");
  }

  @Test
  void apply_ofTheSameValue_sharesIt_andOneMayLeave() {
    apply("one", labelled(Map.of("a", "1")), false);
    apply("two", labelled(Map.of("a", "1")), false);
    Deployment left = apply("one", labelled(Map.of()), false);
    assertThat(left.getMetadata().getLabels()).containsEntry("a", "1");
  }

  @Test
  void scalerOwnsReplicas_whenTheDeployerNoLongerSaysThem() {
    apply("deployer", deployment("web", 0, "web:1"), false);
    Deployment replicas =
        new DeploymentBuilder(deployment("web", 0, "web:1"))
            .editSpec()
            .withReplicas(0)
            .endSpec()
            .build();
    apply("scaler", replicas, true);
    Deployment silent =
        new DeploymentBuilder(deployment("web", 0, "web:1"))
            .editSpec()
            .withReplicas(null)
            .endSpec()
            .build();
    Deployment left = apply("deployer", silent, false);
    assertThat(left.getSpec().getReplicas()).isZero();
  }

  @Test
  void apply_removesAContainerThatItNoLongerNames() {
    Deployment two =
        new DeploymentBuilder(deployment("web", 0, "web:1"))
            .editSpec()
            .editTemplate()
            .editSpec()
            .addNewContainer()
            .withName("side")
            .withImage("side:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    assertThat(apply("one", two, false).getSpec().getTemplate().getSpec().getContainers())
        .hasSize(2);
    Deployment one = apply("one", deployment("web", 0, "web:1"), false);
    assertThat(one.getSpec().getTemplate().getSpec().getContainers())
        .extracting(c -> c.getName())
        .containsExactly("web");
  }

  @Test
  void apply_withStaleVersion_isConflict() {
    Deployment first = apply("one", labelled(Map.of("a", "1")), false);
    apply("one", labelled(Map.of("a", "2")), false);
    Deployment late =
        new DeploymentBuilder(labelled(Map.of("a", "3")))
            .editMetadata()
            .withResourceVersion(first.getMetadata().getResourceVersion())
            .endMetadata()
            .build();
    assertThat(refused(() -> apply("one", late, false)).getCode()).isEqualTo(409);
  }

  @Test
  void apply_withAVersionThatNoObjectHas_createsWhatIsAbsent_andIsConflictOverWhatIsThere() {
    Deployment absent =
        new DeploymentBuilder(labelled(Map.of("a", "1")))
            .editMetadata()
            .withResourceVersion("1")
            .endMetadata()
            .build();

    assertThat(of(apply("one", absent, false), "one")).hasSize(1);

    assertThat(refused(() -> apply("one", absent, false)).getCode()).isEqualTo(409);
    assertThat(refused(() -> apply("two", absent, false)).getCode()).isEqualTo(409);
    assertThat(refused(() -> apply("two", absent, true)).getCode()).isEqualTo(409);
  }

  @Test
  void apply_withTheUidOfADeletedObject_isConflict_andCreatesNothing() {
    Deployment first = apply("one", labelled(Map.of("a", "1")), false);
    client().resource(first).delete();
    eventually(() -> client().resource(first).get() == null);
    Deployment late =
        new DeploymentBuilder(labelled(Map.of("a", "2")))
            .editMetadata()
            .withUid(first.getMetadata().getUid())
            .endMetadata()
            .build();

    assertThat(refused(() -> apply("one", late, true)).getCode()).isEqualTo(409);
    assertThat(client().resource(first).get()).isNull();
  }

  /** The write is taken, the finalizer keeps the object, and no controller acts on it any more. */
  @Test
  void apply_overATerminatingDeployment_isTaken_andBringsNoPod() {
    Deployment held =
        new DeploymentBuilder(deployment("web", 0, "web:1"))
            .editMetadata()
            .withFinalizers("berth.io/hold")
            .endMetadata()
            .build();
    client().resource(held).create();
    eventually(() -> client().resource(held).get().getStatus().getObservedGeneration() != null);
    client().resource(held).delete();

    Deployment written = apply("one", deployment("web", 2, "web:1"), true);

    assertThat(written.getSpec().getReplicas()).isEqualTo(2);
    assertThat(written.getMetadata().getDeletionTimestamp()).isNotEmpty();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(TIMEOUT)
        .until(() -> client().pods().inNamespace(namespace).list().getItems().isEmpty());
    withoutConflict(
        () ->
            client()
                .resource(held)
                .edit(
                    it ->
                        new DeploymentBuilder(it)
                            .editMetadata()
                            .withFinalizers(List.of())
                            .endMetadata()
                            .build()));
    assertThat(client().resource(held).get()).isNull();
  }

  @Test
  void fieldThatAnotherManagerLost_isRemovedByTheApplyThatNoLongerSaysIt() {
    apply("one", labelled(Map.of("a", "1", "b", "1")), false);
    Deployment shared = apply("two", labelled(Map.of("a", "1", "b", "1")), false);

    Deployment taken =
        withoutConflict(() -> withoutManager("two", client().resource(shared).get()));
    assertThat(of(taken, "two")).isEmpty();
    assertThat(taken.getMetadata().getGeneration()).isEqualTo(shared.getMetadata().getGeneration());

    assertThat(apply("one", labelled(Map.of("a", "1")), false).getMetadata().getLabels())
        .isEqualTo(Map.of("a", "1"));
  }

  /** Writes the managed fields of what was read, without one manager's. */
  private Deployment withoutManager(String manager, Deployment read) {
    List<ManagedFieldsEntry> left =
        read.getMetadata().getManagedFields().stream()
            .filter(entry -> !entry.getManager().equals(manager))
            .toList();
    String patch =
        client()
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "metadata",
                    Map.of(
                        "resourceVersion",
                        read.getMetadata().getResourceVersion(),
                        "managedFields",
                        left)));
    return client().resource(read).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }
}
