/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.commands.TestFacts.facts;
import static io.berth.deploy.commands.TestFacts.releaseBy;
import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the answers of the registries make of a Deploy. */
class CommandDeciderImagesTest {

  private static final ReceivedCommand DEPLOY = command("deploy", deploy(GOOD), 50);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void image_isDeployedAsTheRegistryAnswers() {
    var digest = new ImageResolution.Digest("sha256:" + "1".repeat(64));
    var violation = new Violation("image-exists", 1, "spec.image", "it", "another", "Look again.");

    assertThat(decide(DEPLOY, facts().cached(empty()).image(GOOD, digest)))
        .isEqualTo(
            new CommandDecision.Apply(
                (Plan.Apply)
                    planner.plan(
                        DEPLOY, empty(), Map.of(ImageReference.parse(GOOD).orElseThrow(), digest)),
                null));
    assertThat(
            rules(
                decide(
                    DEPLOY,
                    facts().fresh(empty()).image(GOOD, new ImageResolution.Unresolved(violation)))))
        .containsExactly("image-exists");
  }

  @Test
  void everyImageThatTheRegistryDoesNotHave_isNamedByTheFieldOfItsContainer() {
    ReceivedCommand accompanied =
        command(
            "accompanied",
            new Deploy(
                ANN,
                CART,
                AppSpecBuilder.with(
                    spec(GOOD, 3),
                    it -> {
                      it.initContainers =
                          List.of(TestContainers.init(init -> init.image = "shop/gone:1.0"));
                      it.sidecars =
                          List.of(
                              TestContainers.sidecar(sidecar -> sidecar.image = "shop/there:1.0"),
                              TestContainers.sidecar(
                                  sidecar -> {
                                    sidecar.name = "second";
                                    sidecar.image = "shop/gone:1.0";
                                  }));
                    }),
                false),
            50);
    var missing =
        new ImageResolution.Unresolved(
            new Violation("image-exists", 1, "spec.image", "gone", "another", "Look again."));
    var digest = new ImageResolution.Digest("sha256:" + "1".repeat(64));

    CommandDecision decision =
        decide(
            accompanied,
            facts()
                .fresh(empty())
                .image(GOOD, digest)
                .image("shop/there:1.0", digest)
                .image("shop/gone:1.0", missing));

    assertThat(((CommandDecision.Reject) decision).violations())
        .extracting(Violation::field)
        .containsExactly("spec.initContainers[0].image", "spec.sidecars[1].image");
  }

  @Test
  void redeliveredDeploy_keepsTheDigestThatItsReleaseRecords() {
    ClusterSnapshot kept = situation(null, new Releases(List.of(releaseBy("deploy", 1))), false);

    assertThat(decide(DEPLOY, facts().accepted().cached(kept)))
        .isEqualTo(new CommandDecision.Apply((Plan.Apply) planner.plan(DEPLOY, kept), null));
  }

  private CommandDecision decide(ReceivedCommand received, TestFacts facts) {
    return CommandDecider.decide(planner, received, facts.make());
  }

  private static List<String> rules(CommandDecision decision) {
    return ((CommandDecision.Reject) decision).violations().stream().map(Violation::rule).toList();
  }
}
