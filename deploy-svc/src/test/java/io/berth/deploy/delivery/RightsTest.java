/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.CART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.planning.Situation;
import io.berth.events.AppRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RightsTest {

  private static final String WHO =
      "deployments.apps \"cart\" is forbidden: User \"system:serviceaccount:berth:deploy\"";
  private static final String WHERE = " in API group \"apps\" in the namespace \"shop\"";

  private final Answering cluster = new Answering();
  private final Rights rights = new Rights(cluster);

  @Test
  void A9_namespaceWithoutRights_isNamed_withTheCommandThatMendsIt() {
    refuse(WHO + " cannot get resource \"deployments\"" + WHERE);

    assertThat(rights.missing()).containsOnlyKeys("shop");
    assertThat(rights.missing().get("shop"))
        .startsWith("it may not get deployments here")
        .contains("kubectl -n shop create rolebinding")
        .endsWith("--serviceaccount=berth:deploy");
  }

  @Test
  void A9_rightThatIsGivenAgain_isNamedNoMore() {
    refuse(WHO + " cannot get resource \"deployments\"" + WHERE);
    cluster.words = null;

    rights.situation(new AppRef("other", "cart"));
    assertThat(rights.missing()).isNotEmpty();

    rights.situation(CART);
    assertThat(rights.missing()).isEmpty();
  }

  @Test
  void A9_missingRightToWrite_isNamed_untilAWriteGoesThrough() {
    refuse(WHO + " cannot patch resource \"deployments\"" + WHERE);
    cluster.words = null;

    rights.situation(CART);
    assertThat(rights.missing()).isNotEmpty();

    rights.scale(CART, 3, "berth.scaling-decisions-0:1");
    assertThat(rights.missing()).isEmpty();
  }

  @Test
  void quotaAndAdmission_areNoMatterOfRights() {
    refuse("deployments.apps \"cart\" is forbidden: exceeded quota: berth, requested: pods=3");

    assertThat(rights.missing()).isEmpty();
  }

  private void refuse(String words) {
    cluster.words = words;
    assertThatThrownBy(() -> rights.situation(CART)).isInstanceOf(ClusterRefused.class);
  }

  private static final class Answering extends NoCluster {
    private @Nullable String words;

    @Override
    public Situation situation(AppRef app) {
      if (words != null) {
        throw new ClusterRefused(words, new IllegalStateException("403"));
      }
      return super.situation(app);
    }
  }
}
