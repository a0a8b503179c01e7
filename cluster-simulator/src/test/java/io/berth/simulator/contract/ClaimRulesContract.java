/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an API server makes of claims and storage classes before any controller sees them. */
public abstract class ClaimRulesContract extends StorageContract {

  @Test
  void newClaim_hasTheServersDefaults_andIsProtected() {
    PersistentVolumeClaim made = client().resource(claim("")).create();

    assertThat(made.getSpec().getVolumeMode()).isEqualTo("Filesystem");
    assertThat(made.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(made.getMetadata().getFinalizers()).containsExactly("kubernetes.io/pvc-protection");
  }

  @Test
  void claimsSpec_isImmutable() {
    client().resource(claim("")).create();

    for (Consumer<PersistentVolumeClaim> change :
        List.<Consumer<PersistentVolumeClaim>>of(
            claim -> claim.getSpec().setAccessModes(List.of("ReadWriteMany")),
            claim -> claim.getSpec().setStorageClassName("other"),
            claim -> requests(claim, "2Gi"))) {
      PersistentVolumeClaim wrong = live().get();
      change.accept(wrong);
      assertCause(
          refused(() -> client().resource(wrong).unlock().update()),
          "spec",
          "is immutable after creation except resources.requests");
    }
  }

  @Test
  void claimThatLacksWhatItNeeds_isRefused() {
    assertRefused(
        claim -> claim.getSpec().setAccessModes(List.of()),
        "spec.accessModes",
        "Required value: at least 1 access mode is required");
    assertRefused(
        claim -> claim.getSpec().setAccessModes(List.of("Sometimes")),
        "spec.accessModes",
        "Unsupported value: \"Sometimes\"");
    assertRefused(
        claim -> claim.getSpec().getResources().setRequests(Map.of()),
        "spec.resources[storage]",
        "Required value");
    assertRefused(
        claim -> requests(claim, "0"), "spec.resources[storage]", "must be greater than zero");
  }

  @Test
  void storageClass_keepsItsProvisioner() {
    client().resource(storageClass("example.com/disks", "Immediate")).create();
    StorageClass wrong = storageClass("example.com/tapes", "Immediate");

    assertCause(
        refused(() -> client().resource(wrong).unlock().update()),
        "provisioner",
        "Forbidden: updates to provisioner are forbidden.");
    assertThat(
            client().storage().v1().storageClasses().withName(namespace).get().getReclaimPolicy())
        .isEqualTo("Delete");
  }

  @Test
  void quota_countsClaimsAndTheirStorage() {
    var quota =
        client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("team")
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("requests.storage", new Quantity("1536Mi"))
                    .addToHard("persistentvolumeclaims", new Quantity("5"))
                    .endSpec()
                    .build());
    quota.create();
    eventually(() -> quota.get().getStatus().getUsed().size() == 2);
    client().resource(claim("")).create();
    PersistentVolumeClaim second = claim("");
    second.getMetadata().setName("more");

    KubernetesClientException refusal = refused(() -> client().resource(second).create());

    assertThat(refusal.getCode()).isEqualTo(403);
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo(
            "persistentvolumeclaims \"more\" is forbidden: exceeded quota: team, requested:"
                + " requests.storage=1Gi, used: requests.storage=1Gi, limited:"
                + " requests.storage=1536Mi");
    eventually(
        () ->
            new Quantity("1")
                .equals(quota.get().getStatus().getUsed().get("persistentvolumeclaims")));
  }

  private void assertRefused(Consumer<PersistentVolumeClaim> fault, String field, String words) {
    PersistentVolumeClaim wrong = claim("");
    fault.accept(wrong);
    assertCause(refused(() -> client().resource(wrong).create()), field, words);
  }

  private static void assertCause(KubernetesClientException refusal, String field, String words) {
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getStatus().getDetails().getCauses())
        .anySatisfy(
            cause -> {
              assertThat(cause.getField()).isEqualTo(field);
              assertThat(cause.getMessage()).contains(words);
            });
  }

  private static void requests(PersistentVolumeClaim claim, String storage) {
    claim.getSpec().getResources().setRequests(Map.of("storage", new Quantity(storage)));
  }
}
