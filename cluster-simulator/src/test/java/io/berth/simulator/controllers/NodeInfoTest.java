/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NodeInfoTest {

  private final NodeInfo node = new NodeInfo(node("3", "1", "1Gi"));

  @Test
  void podsThatRun_leaveTheRest() {
    node.add(pod("cart", "Running", "600m", "256Mi"));
    assertThat(node.lacksFor(pod("menu", "Pending", "400m", "768Mi"))).isEmpty();
    assertThat(node.lacksFor(pod("menu", "Pending", "401m", "256Mi")))
        .containsExactly("Insufficient cpu");
    assertThat(node.lacksFor(pod("menu", "Pending", "401m", "769Mi")))
        .containsExactly("Insufficient cpu", "Insufficient memory");
  }

  @Test
  void podsThatHaveEnded_needNothing() {
    node.add(pod("cart", "Succeeded", "600m", "256Mi"));
    node.add(pod("cart", "Failed", "600m", "256Mi"));
    assertThat(node.lacksFor(pod("menu", "Pending", "1", "1Gi"))).isEmpty();
  }

  @Test
  void aFullNode_takesNoPodThatAsksForNothing() {
    for (int i = 0; i < 3; i++) {
      assertThat(node.lacksFor(pod("cart", "Pending", "0", "0"))).isEmpty();
      node.add(pod("cart", "Running", "0", "0"));
    }
    assertThat(node.lacksFor(pod("cart", "Pending", "0", "0"))).containsExactly("Too many pods");
  }

  @Test
  void podsOfTheSameOwner_weighMoreThanOthers() {
    NodeInfo other = new NodeInfo(node("110", "4", "4Gi"));
    node.add(pod("cart", "Running", "0", "0"));
    for (int i = 0; i < 50; i++) {
      other.add(pod("menu", "Running", "0", "0"));
    }
    ObjectNode next = pod("cart", "Pending", "0", "0");
    assertThat(other.crowding(next)).isLessThan(node.crowding(next));
    assertThat(node.crowding(pod("menu", "Pending", "0", "0")))
        .isLessThan(other.crowding(pod("menu", "Pending", "0", "0")));
  }

  private static ObjectNode node(String pods, String cpu, String memory) {
    ObjectNode node = JsonTrees.object();
    JsonTrees.child(JsonTrees.child(node, "status"), "allocatable")
        .put("pods", pods)
        .put("cpu", cpu)
        .put("memory", memory);
    return node;
  }

  private static ObjectNode pod(String owner, String phase, String cpu, String memory) {
    ObjectNode pod = JsonTrees.object();
    JsonTrees.children(ObjectMeta.of(pod), "ownerReferences")
        .addObject()
        .put("uid", owner)
        .put("controller", true);
    JsonTrees.child(pod, "status").put("phase", phase);
    ObjectNode requests = JsonTrees.object().put("cpu", cpu).put("memory", memory);
    ObjectNode container =
        JsonTrees.children(JsonTrees.child(pod, "spec"), "containers").addObject();
    container.putObject("resources").set("requests", requests);
    return pod;
  }
}
