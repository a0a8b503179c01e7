/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import static io.berth.gateway.Samples.CART;
import static io.berth.gateway.Samples.CLUSTERS;
import static io.berth.gateway.Samples.NOON;
import static io.berth.gateway.Samples.accepted;
import static io.berth.gateway.Samples.concluded;
import static io.berth.gateway.Samples.progressing;
import static io.berth.gateway.Samples.rejected;
import static io.berth.gateway.Samples.restart;
import static io.berth.gateway.Samples.scale;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Applied;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.gateway.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoriesTest {

  private static final Instant SOON = NOON.plusSeconds(5);

  private final Stories stories = new Stories(3);

  @Test
  void aCommand_thatNobodyTookUp_waitsInEveryCluster() {
    stories.on(scale("c1", 3));
    StoryView view = view("c1", SOON);
    assertThat(view.clusters()).extracting(ClusterOutcome::cluster).containsExactly("dc-a", "dc-b");
    assertThat(view.clusters()).allMatch(outcome -> outcome.steps().isEmpty());
    assertThat(view.overall().complete()).isFalse();
  }

  @Test
  void steps_areKeptInOrder_andCountsAreShown() {
    stories.on(scale("c1", 3));
    stories.on(accepted("c1", "dc-a"));
    stories.on(new Applied(Samples.ref("c1", "dc-a", 2), 7L, List.of("Deployment/cart")));
    stories.on(progressing("c1", "dc-a", 2));
    stories.on(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    ClusterOutcome outcome = view("c1", SOON).clusters().getFirst();
    assertThat(outcome.steps())
        .extracting(Step::step)
        .containsExactly("accepted", "applied", "concluded");
    assertThat(outcome.release()).isEqualTo(7L);
    assertThat(outcome.progress()).isNotNull();
    assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void aVerdict_isFinal() {
    stories.on(concluded("c1", "dc-a", Verdict.FAILED));
    stories.on(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    stories.on(progressing("c1", "dc-a", 1));
    ClusterOutcome outcome = view("c1", SOON).clusters().getFirst();
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(outcome.diagnosis()).isEqualTo(Samples.MISSING_IMAGE);
    assertThat(outcome.steps()).hasSize(1);
  }

  @Test
  void aRejection_isTheVerdict_withItsViolations() {
    stories.on(rejected("c1", "dc-b"));
    ClusterOutcome outcome = view("c1", SOON).clusters().getLast();
    assertThat(outcome.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(outcome.violations()).hasSize(1);
    assertThat(outcome.summary()).isEqualTo("Refused: it breaks a rule");
  }

  @Test
  void whicheverIsReadFirst_theStoryIsTheSame() {
    stories.on(accepted("c1", "dc-a"));
    stories.on(scale("c1", 3));
    Stories other = new Stories(3);
    other.on(scale("c1", 3));
    other.on(accepted("c1", "dc-a"));
    assertThat(stories.find("c1")).isEqualTo(other.find("c1"));
  }

  @Test
  void theSameIdAgain_isTheSameCommand() {
    stories.on(scale("c1", 3));
    stories.on(scale("c1", 9));
    assertThat(stories.find("c1").orElseThrow().command()).isEqualTo(scale("c1", 3).payload());
  }

  @Test
  void silence_afterTheDeadlineAndItsGrace_isUnreachable_andSaysWhatToDo() {
    stories.on(scale("c1", 3));
    stories.on(concluded("c1", "dc-a", Verdict.SUCCEEDED));
    Instant deadline = NOON.plus(Duration.ofMinutes(10));
    assertThat(view("c1", deadline).overall().complete()).isFalse();
    StoryView late = view("c1", deadline.plus(Story.GRACE));
    assertThat(late.overall().verdict()).isEqualTo(Verdict.UNREACHABLE);
    assertThat(late.clusters().getLast().summary())
        .isEqualTo(
            "dc-b gave no verdict within 600 s. Look whether its deploy-svc runs (GET"
                + " /api/v1/clusters); the command is kept and will be worked on when it is back.");
  }

  @Test
  void drift_belongsToNoStory() {
    assertThat(
            stories.on(
                new Drifted(
                    Samples.ref("c1", "dc-a", 1),
                    "Deployment/cart",
                    "spec.replicas",
                    "1",
                    "3",
                    "kubectl",
                    null,
                    true)))
        .isEmpty();
    assertThat(stories.find("c1")).isEmpty();
  }

  @Test
  void theOldest_isForgottenFirst_andTheLatestComesFirst() {
    for (int i = 1; i <= 4; i++) {
      stories.on(restart("c" + i, NOON.plusSeconds(i)));
    }
    assertThat(stories.latest(CART, 10))
        .extracting(Story::commandId)
        .containsExactly("c4", "c3", "c2");
    assertThat(stories.latest(null, 1)).extracting(Story::commandId).containsExactly("c4");
    assertThat(stories.find("c1")).isEmpty();
  }

  private StoryView view(String id, Instant asOf) {
    return StoryView.of(stories.find(id).orElseThrow(), CLUSTERS, asOf);
  }
}
