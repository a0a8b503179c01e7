/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.monitor.kubernetes.TestNodes;
import io.berth.monitor.kubernetes.metrics.KubeletAddresses.Address;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeletAddressesTest {

  private static final Node NODE =
      TestNodes.ready(
          "node-1",
          10250,
          "Hostname=node-1",
          "InternalIP=10.0.0.1",
          "InternalIP=fd00::1",
          "ExternalIP=192.0.2.1",
          "InternalDNS=node-1.internal");

  private static List<String> texts(Node node, int port, String... types) {
    return new KubeletAddresses(List.of(types), port).of(node).stream().map(Address::text).toList();
  }

  @Test
  void addresses_areInTheOrderOfThePreferredTypes_withIpV6InBrackets() {
    assertThat(texts(NODE, 0, "InternalIP", "ExternalIP", "Hostname"))
        .containsExactly("10.0.0.1:10250", "[fd00::1]:10250", "192.0.2.1:10250", "node-1:10250");
    assertThat(texts(NODE, 0, "Hostname", "InternalIP"))
        .containsExactly("node-1:10250", "10.0.0.1:10250", "[fd00::1]:10250");
    assertThat(texts(NODE, 0, "ExternalDNS")).isEmpty();
  }

  @Test
  void port_isTheConfiguredOne_orTheNodesOwn_orTheKubeletsDefault() {
    Node bare =
        new NodeBuilder()
            .withNewMetadata()
            .withName("node-2")
            .endMetadata()
            .withNewStatus()
            .addNewAddress("10.0.0.2", "InternalIP")
            .endStatus()
            .build();

    assertThat(texts(NODE, 10255, "ExternalIP")).containsExactly("192.0.2.1:10255");
    assertThat(texts(TestNodes.ready("n", 4194, "InternalIP=10.0.0.3"), 0, "InternalIP"))
        .containsExactly("10.0.0.3:4194");
    assertThat(texts(bare, 0, "InternalIP")).containsExactly("10.0.0.2:10250");
  }

  @Test
  void nodeWithoutStatus_orWithBlankAddresses_hasNone() {
    Node nothing = new NodeBuilder().withNewMetadata().withName("n").endMetadata().build();

    assertThat(texts(nothing, 0, "InternalIP")).isEmpty();
    assertThat(texts(TestNodes.ready("n", 1, "InternalIP= "), 0, "InternalIP")).isEmpty();
    assertThat(
            texts(
                TestNodes.ready("n", 1, "InternalIP=a", "ExternalIP=a"),
                0,
                "InternalIP",
                "ExternalIP"))
        .containsExactly("a:1");
  }

  @Test
  void names_areTheNodesNameAndAllItsAddresses() {
    assertThat(KubeletAddresses.names(NODE))
        .containsExactly("node-1", "10.0.0.1", "fd00::1", "192.0.2.1", "node-1.internal");
  }

  @Test
  void unknownAddressType_isRejected_withTheKnownOnes() {
    assertThat(KubeletAddresses.types("f", List.of(" Hostname ", "", "InternalIP")))
        .containsExactly("Hostname", "InternalIP");
    assertThatThrownBy(() -> KubeletAddresses.types("f", List.of("InternalIp")))
        .hasMessageContaining("InternalIp")
        .hasMessageContaining("InternalIP, ExternalIP, Hostname, InternalDNS, ExternalDNS");
    assertThatThrownBy(() -> KubeletAddresses.types("f", List.of(""))).hasMessageContaining("f");
  }
}
