/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.METRICS;
import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.events.Topics.SCALING_POLICIES;
import static io.berth.scaler.scaling.Shop.CPU_60;
import static io.berth.scaler.scaling.Shop.NOW;
import static io.berth.scaler.scaling.Shop.policy;
import static io.berth.scaler.scaling.Shop.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.ClusterAppRef;
import io.berth.events.Topic;
import io.berth.events.kafka.CloudEventHeaders;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class ScalerIT {

  private final ScalerRig rig = new ScalerRig();

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void aSample_becomesADecision_andThatSampleAgainDoesNot() throws Exception {
    rig.start();
    Tape tape = rig.tape(SCALING_DECISIONS);
    follow(policy(3, 10, CPU_60), tape);
    int before = tape.read().size();
    rig.publish(sample(NOW, 3, 920, 920, 920));
    rig.publish(sample(NOW, 3, 920, 920, 920));
    rig.publish(sample(NOW.plusSeconds(15), 5, 600, 600, 600, 600, 600));
    List<ScalingDecision> decisions = tape.awaitDecisions(before + 2);
    ScalingDecision out = decisions.get(before);
    assertThat(out.explanation())
        .isEqualTo("cpu is at 92 % of the request, target 60 %, 3 pods → 5");
    assertThat(decisions.get(before + 1).asOf()).isEqualTo(NOW.plusSeconds(15));
    assertThat(CloudEventHeaders.text(tape.read().get(before).headers(), CloudEventHeaders.ID))
        .contains(out.decisionId());
  }

  @Test
  void aMisdeclaredTopic_endsTheProcess_withItsName() throws Exception {
    rig.make(new Topic(METRICS.name(), "any", 1, Topic.Cleanup.COMPACT, Duration.ofDays(1), "any"));
    Process scaler = rig.startProcess();
    assertThat(scaler.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(scaler.exitValue()).isEqualTo(1);
    assertThat(rig.output())
        .contains(rig.prefix + METRICS.name() + " has cleanup.policy compact, wanted delete")
        .containsOnlyOnce("ERROR");
  }

  @Test
  void applicationsAndClusters_areIndependent_andASilentOneHolds() throws Exception {
    rig.start();
    Tape tape = rig.tape(SCALING_DECISIONS);
    follow(policy(1, 10, CPU_60), tape);
    int before = tape.read().size();
    ClusterAppRef other = new ClusterAppRef("dc-b", "shop", "cart");
    rig.publish(sample(NOW, 3, 920, 920, 920));
    rig.publish(in(other, sample(NOW, 2, 600, 600)));
    rig.publish(in(other, sample(NOW.plusSeconds(15), 2, 600, 600)));
    List<ScalingDecision> decisions = tape.awaitDecisions(before + 3);
    assertThat(decisions.subList(before, before + 3))
        .filteredOn(decision -> decision.app().equals(other))
        .extracting(ScalingDecision::action)
        .containsExactly(Action.NONE, Action.NONE);
  }

  @Test
  void aSampleOfTheFuture_isRefused_andBlocksNothing() throws Exception {
    rig.start();
    Tape tape = rig.tape(SCALING_DECISIONS);
    Tape letters = rig.tape(METRICS.deadLetters());
    follow(policy(3, 10, CPU_60), tape);
    int before = tape.read().size();
    rig.publish(sample(Instant.now().plus(Duration.ofDays(1)), 3, 920, 920, 920));
    rig.publish(sample(NOW, 3, 920, 920, 920));
    assertThat(tape.awaitDecisions(before + 1).getLast().asOf()).isEqualTo(NOW);
    assertThat(reason(letters.awaitRecords(1).getFirst().headers())).contains("clock right");
  }

  @Test
  void aMalformedSample_goesToTheDeadLetters_andTheNextIsDecided() throws Exception {
    rig.start();
    Tape tape = rig.tape(SCALING_DECISIONS);
    Tape letters = rig.tape(METRICS.deadLetters());
    follow(policy(3, 10, CPU_60), tape);
    int before = tape.read().size();
    String key = "dc-a/shop/cart";
    rig.publishRaw(METRICS, key, "berth.metrics.resources.v1", "{\"specReplicas\":-1}");
    rig.publishRaw(METRICS, key, "berth.metrics.of-tomorrow.v9", "{}");
    rig.publishRaw(METRICS, key, "berth.metrics.resources.v1", "no JSON");
    rig.publish(sample(NOW, 3, 920, 920, 920));
    assertThat(tape.awaitDecisions(before + 1).getLast().desiredReplicas()).isEqualTo(5);
    List<String> reasons =
        letters.awaitRecords(3).stream().map(letter -> reason(letter.headers())).toList();
    assertThat(reasons.get(0)).contains("specReplicas: found -1, wanted at least 0");
    assertThat(reasons.get(1)).contains("berth.metrics.of-tomorrow.v9");
    assertThat(reasons.get(2)).contains("no JSON");
  }

  @Test
  void aBadOrOlderPolicy_isRefused_andTheLastGoodOneStays() throws Exception {
    rig.start();
    Tape tape = rig.tape(SCALING_DECISIONS);
    Tape letters = rig.tape(SCALING_POLICIES.deadLetters());
    follow(version(5, 10), tape);
    rig.publish(version(4, 1));
    rig.publishRaw(
        SCALING_POLICIES, "shop/cart", "berth.scaling.policy.v1", "{\"version\":6,\"metrics\":[]}");
    assertThat(reason(letters.awaitRecords(1).getFirst().headers())).contains("metrics");
    int before = tape.read().size();
    rig.publish(sample(NOW, 3, 920, 920, 920));
    assertThat(tape.awaitDecisions(before + 1).getLast().policyVersion()).isEqualTo(5);
  }

  @Test
  void killedInTheMiddleOfAWindow_andBegunAnewWithoutItsDirectory_decidesTheSame()
      throws Exception {
    Process first = rig.startProcess();
    Tape tape = rig.tape(SCALING_DECISIONS);
    follow(policy(1, 10, CPU_60), tape);
    int before = tape.read().size();
    rig.publish(sample(NOW, 3, 700, 700, 700));
    assertThat(tape.awaitDecisions(before + 1).getLast().rawDesired()).isEqualTo(4);
    first.destroyForcibly().waitFor();
    rig.startProcess();
    rig.publish(sample(NOW.plusSeconds(60), 4, 10, 10, 10, 10));
    rig.publish(sample(NOW.plusSeconds(301), 4, 10, 10, 10, 10));
    List<ScalingDecision> decisions = tape.awaitDecisions(before + 3);
    assertThat(decisions.get(before + 1).explanation())
        .contains("within the last 5 minutes more were needed, 4 pods stay");
    assertThat(decisions.get(before + 2).explanation())
        .isEqualTo("cpu is at 1 % of the request, target 60 %, 4 pods → 1");
  }

  @Test
  void health_saysWhetherKafkaIsThere() throws Exception {
    ConfigurableApplicationContext context = rig.start();
    String body = get(context, "/actuator/health");
    assertThat(body).contains("\"kafka\"").contains("\"status\":\"UP\"");
    assertThat(get(context, "/actuator/prometheus")).contains("jvm_memory_used_bytes");
  }

  /** Publishes a policy and samples of another day until one is decided by it. */
  private void follow(ScalingPolicy policy, Tape tape) {
    rig.publish(policy);
    Instant[] at = {NOW.minus(Duration.ofDays(1))};
    org.awaitility.Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              at[0] = at[0].plusSeconds(60);
              rig.publish(sample(at[0], 3, 600, 600, 600));
              return !tape.read().isEmpty();
            });
    settle(tape);
  }

  /** Waits until nothing more comes. */
  private static void settle(Tape tape) {
    int[] seen = {-1};
    org.awaitility.Awaitility.await()
        .pollInterval(Duration.ofMillis(400))
        .until(
            () -> {
              boolean same = seen[0] == tape.read().size();
              seen[0] = tape.read().size();
              return same;
            });
  }

  private static ScalingPolicy version(long version, int most) {
    ScalingPolicy one = policy(1, most, CPU_60);
    return new ScalingPolicy(
        one.app(),
        version,
        one.mode(),
        one.clusters(),
        one.minReplicas(),
        one.maxReplicas(),
        one.metrics(),
        one.period(),
        one.behavior(),
        one.changedBy());
  }

  private static ResourceSample in(ClusterAppRef app, ResourceSample sample) {
    return new ResourceSample(
        app,
        sample.sampledAt(),
        sample.window(),
        sample.source(),
        sample.specReplicas(),
        sample.rollingOut(),
        sample.pods());
  }

  private static String reason(Headers headers) {
    return CloudEventHeaders.text(headers, DeadLetter.REASON).orElse("none");
  }

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + ScalerRig.port(context) + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
