/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PodIndexTest {

  private final PodIndex pods =
      new PodIndex(
          List.of(
              pod("shop", "cart-1", Map.of("app", "cart", "release", "1")),
              pod("shop", "cart-2", Map.of("app", "cart", "release", "2")),
              pod("shop", "menu-1", Map.of("app", "menu", "release", "1")),
              pod("bank", "cart-1", Map.of("app", "cart")),
              pod("bank", "bare-1", Map.of())));

  @Test
  void aPod_isSelectedByAllOfTheLabels_inItsNamespaceAlone() {
    assertThat(names(pods.selectedBy("shop", Map.of("app", "cart"))))
        .containsExactly("cart-1", "cart-2");
    assertThat(names(pods.selectedBy("shop", Map.of("app", "cart", "release", "2"))))
        .containsExactly("cart-2");
    assertThat(pods.selectedBy("shop", Map.of("app", "cart", "release", "3"))).isEmpty();
    assertThat(names(pods.selectedBy("bank", Map.of("app", "cart")))).containsExactly("cart-1");
    assertThat(pods.selectedBy("void", Map.of("app", "cart"))).isEmpty();
  }

  @Test
  void anEmptyMapAndAnAbsentSelector_selectNothing_anEmptySelectorSelectsAll() {
    assertThat(pods.selectedBy("shop", Map.of())).isEmpty();
    assertThat(pods.selectedBy("shop", JsonTrees.at(JsonTrees.object(), "selector"))).isEmpty();
    assertThat(names(pods.selectedBy("bank", selector("{}")))).containsExactly("cart-1", "bare-1");
  }

  @Test
  void expressions_holdWithAndWithoutLabels() {
    String notCart = "{key: app, operator: NotIn, values: [cart]}";
    assertThat(names(pods.selectedBy("shop", selector("{matchExpressions: [" + notCart + "]}"))))
        .containsExactly("menu-1");
    assertThat(
            names(
                pods.selectedBy(
                    "shop",
                    selector("{matchLabels: {release: 1}, matchExpressions: [" + notCart + "]}"))))
        .containsExactly("menu-1");
  }

  private static JsonNode selector(String flow) {
    return JsonMapper.shared().readTree(flow.replaceAll("([A-Za-z0-9]+)", "\"$1\""));
  }

  private static ObjectNode pod(String namespace, String name, Map<String, String> labels) {
    ObjectNode pod = JsonTrees.object();
    ObjectMeta.of(pod).put("namespace", namespace).put("name", name);
    labels.forEach(JsonTrees.child(ObjectMeta.of(pod), "labels")::put);
    return pod;
  }

  private static List<String> names(List<ObjectNode> pods) {
    return pods.stream().map(ObjectMeta::name).toList();
  }
}
