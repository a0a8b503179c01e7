/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.commands.ManifestRenderer.Rendering;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a Deploy would become, from the state of the cluster and the registry's answer. */
class ManifestRendererTest {

  private static final Deploy DEPLOY = new Deploy(ANN, CART, spec(GOOD, 3), false);
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private final List<Operation> published = new ArrayList<>();
  private ClusterSnapshot snapshot = TestSnapshots.empty();
  private ImageResolution image = new ImageResolution.Digest(DIGEST);

  @Test
  void sameFile_givesTheSameObjects_andNothingIsPublished() {
    assertThat(objects(DEPLOY)).isEqualTo(objects(DEPLOY)).hasSize(4);
    assertThat(objects(DEPLOY).toString()).contains(GOOD + "@" + DIGEST);
    assertThat(published).isEmpty();
  }

  @Test
  void replicas_areThoseOfTheCluster() {
    Deploy deploy =
        new Deploy(
            ANN,
            CART,
            AppSpecBuilder.with(spec(GOOD, 3), it -> it.replicasByCluster = Map.of("dc-a", 5)),
            false);
    assertThat(deployment(deploy).getSpec().getReplicas()).isEqualTo(5);
  }

  @Test
  void replicas_areLeftOut_whileAScalingPolicySetsThem() {
    snapshot = running(true);
    assertThat(deployment(DEPLOY).getSpec().getReplicas()).isNull();
  }

  @Test
  void release_isTheNextOne() {
    snapshot = running(false);
    assertThat(((Rendering.Rendered) render(DEPLOY)).release()).isEqualTo(2);
    assertThat(deployment(DEPLOY).getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/version", "2");
  }

  @Test
  void missingNamespace_isRendered_whereTheCommandCreatesIt() {
    snapshot = TestSnapshots.withoutNamespace();
    assertThat(render(DEPLOY)).isInstanceOf(Rendering.Refused.class);
    assertThat(objects(new Deploy(ANN, CART, spec(GOOD, 3), false, true)))
        .extracting(HasMetadata::getKind)
        .startsWith("Namespace")
        .endsWith("Deployment");
  }

  @Test
  void imageThatTheRegistryDoesNotHave_isRefused() {
    image =
        new ImageResolution.Unresolved(
            new Violation("image-exists", 1, "spec.image", "no such image", "one", "Push it."));
    assertThat(render(DEPLOY))
        .isInstanceOfSatisfying(
            Rendering.Refused.class,
            refused ->
                assertThat(refused.by().violations())
                    .extracting(Violation::rule)
                    .containsExactly("image-exists"));
  }

  @Test
  void foreignDeployment_isRefused() {
    snapshot =
        TestSnapshots.foreign(
            new Violation("object-ownership", 1, "app", "somebody's", "none", "Rename it."));
    assertThat(render(DEPLOY)).isInstanceOf(Rendering.Refused.class);
  }

  private static ClusterSnapshot running(boolean scaled) {
    return TestSnapshots.situation(live(release(1), 3), new Releases(List.of(release(1))), scaled);
  }

  private Deployment deployment(Deploy deploy) {
    return (Deployment) objects(deploy).getLast();
  }

  private List<HasMetadata> objects(Deploy deploy) {
    return ((Rendering.Rendered) render(deploy)).objects();
  }

  private Rendering render(Deploy deploy) {
    ImageResolver images =
        named -> named.stream().collect(Collectors.toMap(Function.identity(), _ -> image));
    StubCluster cluster =
        new StubCluster() {
          @Override
          public ClusterSnapshot snapshot(AppRef app) {
            return snapshot;
          }
        };
    return new ManifestRenderer(
            new ClusterContext(
                "dc-a",
                new FixedAppCache(),
                cluster,
                new RecordingOperationLog(published, _ -> {}),
                new MonotonicClock(InstantSource.fixed(NOON), () -> 0)),
            new Planner(new PolicyRules(PolicyParameters.standard())),
            images)
        .render(deploy);
  }
}
