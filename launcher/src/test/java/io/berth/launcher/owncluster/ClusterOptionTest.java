/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterOptionTest {

  private static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  @ParameterizedTest
  @CsvSource({
    "dc-a=/k, dc-a, /k",
    "dc-b=~/.kube/config:kind-kind, dc-b, ~/.kube/config:kind-kind",
    "' dc-a =/with space/k:c', dc-a, /with space/k:c",
    "dc-a=/k=2:a=b, dc-a, /k=2:a=b"
  })
  void entry_isSplitAtItsFirstEqualsSign(String entry, String name, String location) {
    var option = ClusterOption.parse(List.of(entry), CLUSTERS);

    assertThat(option.locations()).containsExactly(Map.entry(name, location));
    assertThat(ClusterOption.parse(option.entries(), CLUSTERS)).isEqualTo(option);
  }

  @Test
  void bothClusters_mayBeReplaced_andNoneNeedsToBe() {
    assertThat(ClusterOption.parse(List.of("dc-b=/b", "dc-a=/a"), CLUSTERS).entries())
        .containsExactly("dc-b=/b", "dc-a=/a");
    assertThat(ClusterOption.parse(List.of(), CLUSTERS).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc-a", "dc-a=", "dc-a= ", "=/k", "/k", ""})
  void incompleteEntry_isRefused_withTheForm(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterOption.parse(List.of(entry), CLUSTERS))
        .withMessageContaining("NAME=KUBECONFIG[:CONTEXT]")
        .withMessageContaining("'" + entry + "'");
  }

  @Test
  void unknownName_isRefused_withTheNamesThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterOption.parse(List.of("prod=/k"), CLUSTERS))
        .withMessageContaining("no cluster 'prod'")
        .withMessageContaining("dc-a and dc-b");
  }

  @Test
  void sameNameTwice_isRefused_withBothFiles() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterOption.parse(List.of("dc-a=/k", "dc-a=/l"), CLUSTERS))
        .withMessageContaining("two clusters for dc-a: '/k' and '/l'");
  }
}
