/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.events.AppRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PermissionTrackingClusterTest {

  private static final String WHO =
      "deployments.apps \"cart\" is forbidden: User \"system:serviceaccount:berth:deploy\"";
  private static final String WHERE = " in API group \"apps\" in the namespace \"shop\"";

  private final Answering cluster = new Answering();
  private final PermissionTrackingCluster rights = new PermissionTrackingCluster(cluster);

  @Test
  @Tag("fault-A9")
  void deniedNamespace_isReported_withTheCommandThatGrantsAccess() {
    refuse(WHO + " cannot get resource \"deployments\"" + WHERE);

    assertThat(rights.deniedNamespaces()).containsOnlyKeys("shop");
    assertThat(rights.deniedNamespaces().get("shop"))
        .startsWith("it may not get deployments here")
        .contains("kubectl -n shop create rolebinding")
        .endsWith("--serviceaccount=berth:deploy");
  }

  @Test
  @Tag("fault-A9")
  void restoredPermission_isNoLongerReported() {
    refuse(WHO + " cannot get resource \"deployments\"" + WHERE);
    cluster.words = null;

    rights.snapshot(new AppRef("other", "cart"));
    assertThat(rights.deniedNamespaces()).isNotEmpty();

    rights.snapshot(CART);
    assertThat(rights.deniedNamespaces()).isEmpty();
  }

  @Test
  @Tag("fault-A9")
  void readOfADeployment_disprovesTheDenialOfSuchReadsAlone() {
    refuse(WHO + " cannot get resource \"deployments\"" + WHERE);
    cluster.words = null;
    rights.observe(CART);
    assertThat(rights.deniedNamespaces()).isEmpty();

    refuse(
        "resourcequotas is forbidden: User \"deploy\" cannot list resource \"resourcequotas\""
            + WHERE);
    cluster.words = null;
    rights.observe(CART);
    assertThat(rights.deniedNamespaces()).containsOnlyKeys("shop");
  }

  @Test
  @Tag("fault-A9")
  void missingWritePermission_isReported_untilAWriteSucceeds() {
    refuse(WHO + " cannot patch resource \"deployments\"" + WHERE);
    cluster.words = null;

    rights.snapshot(CART);
    assertThat(rights.deniedNamespaces()).isNotEmpty();

    rights.scale(CART, 3, "berth.scaling-decisions-0:1");
    assertThat(rights.deniedNamespaces()).isEmpty();
  }

  @Test
  void quotaAndAdmissionRejections_areNotPermissionProblems() {
    refuse("deployments.apps \"cart\" is forbidden: exceeded quota: berth, requested: pods=3");

    assertThat(rights.deniedNamespaces()).isEmpty();
  }

  private void refuse(String words) {
    cluster.words = words;
    assertThatThrownBy(() -> rights.snapshot(CART)).isInstanceOf(ClusterRejectedException.class);
  }

  private static final class Answering extends StubCluster {
    private @Nullable String words;

    @Override
    public ClusterSnapshot snapshot(AppRef app) {
      if (words != null) {
        throw new ClusterRejectedException(words, new IllegalStateException("403"));
      }
      return super.snapshot(app);
    }
  }
}
