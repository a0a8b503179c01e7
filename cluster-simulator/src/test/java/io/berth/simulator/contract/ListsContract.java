/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists: selected, and in pages. */
public abstract class ListsContract extends ClusterContract {

  private static final Map<String, String> NONE = Map.of();

  @Test
  void lists_selectByLabelsAndFields() {
    client().resource(configMap("a", Map.of("tier", "low"))).create();
    client().resource(configMap("b", Map.of("tier", "high"))).create();
    client().resource(configMap("c", NONE)).create();
    var maps = client().configMaps().inNamespace(namespace);
    assertThat(names(maps.withLabelIn("tier", "low", "high").list())).containsExactly("a", "b");
    assertThat(names(maps.withLabelSelector("tier notin (low),tier").list())).containsExactly("b");
    assertThat(names(maps.withoutLabel("tier").list())).contains("c").doesNotContain("a", "b");
    assertThat(names(maps.withLabelSelector("tier!=low").list()))
        .contains("b", "c")
        .doesNotContain("a");
    assertThat(names(maps.withField("metadata.name", "b").list())).containsExactly("b");
  }

  @Test
  void lists_comeInPages() {
    List.of("a", "b", "c").forEach(n -> client().resource(configMap(n, Map.of("p", "q"))).create());
    var maps = client().configMaps().inNamespace(namespace).withLabel("p", "q");
    ConfigMapList first = maps.list(new ListOptionsBuilder().withLimit(2L).build());
    ConfigMapList rest =
        maps.list(
            new ListOptionsBuilder()
                .withLimit(2L)
                .withContinue(first.getMetadata().getContinue())
                .build());
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(rest)).containsExactly("c");
    assertThat(rest.getMetadata().getContinue()).isNullOrEmpty();
  }

  private static List<String> names(ConfigMapList list) {
    return list.getItems().stream().map(ConfigMap::getMetadata).map(ObjectMeta::getName).toList();
  }
}
