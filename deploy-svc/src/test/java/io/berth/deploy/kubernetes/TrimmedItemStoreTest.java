/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrimmedItemStoreTest {

  private static final String OWNED =
      """
      metadata:
        namespace: shop
        name: cart
        managedFields:
        - manager: berth-deploy
          operation: Apply
          time: "2026-01-31T12:00:00Z"
          fieldsV1:
            f:spec:
              f:replicas: {}
              f:template:
                f:spec:
                  f:containers:
                    k:{"name":"cart"}:
                      .: {}
                      f:image: {}
        - manager: kube-controller-manager
          operation: Update
          fieldsV1:
            f:status:
              f:readyReplicas: {}
      """;

  @Test
  void specOwners_areKept_statusOwnersAreTrimmed() {
    TrimmedItemStore<Deployment> store = TrimmedItemStore.withManagedFields();

    store.put("shop/cart", Serialization.unmarshal(OWNED, Deployment.class));

    var owners = store.get("shop/cart").getMetadata().getManagedFields();
    assertThat(owners)
        .extracting(owner -> owner.getManager() + " " + owner.getTime())
        .containsExactly("berth-deploy 2026-01-31T12:00:00Z", "kube-controller-manager null");
    assertThat(owners.getFirst().getFieldsV1().getAdditionalProperties())
        .isEqualTo(
            Map.of(
                "f:spec",
                Map.of(
                    "f:replicas",
                    Map.of(),
                    "f:template",
                    Map.of(
                        "f:spec",
                        Map.of(
                            "f:containers",
                            Map.of(
                                "k:{\"name\":\"cart\"}",
                                Map.of(".", Map.of(), "f:image", Map.of())))))));
    assertThat(owners.getLast().getFieldsV1().getAdditionalProperties())
        .isEqualTo(Map.of("f:status", Map.of()));
  }

  @Test
  void unusedOwners_areDropped() {
    TrimmedItemStore<Pod> store = TrimmedItemStore.withoutManagedFields();

    store.put("shop/cart", Serialization.unmarshal(OWNED, Pod.class));

    assertThat(store.get("shop/cart").getMetadata().getManagedFields()).isEmpty();
    assertThat(store.getKey(store.get("shop/cart"))).isEqualTo("shop/cart");
  }
}
