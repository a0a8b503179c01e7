/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.METRICS;
import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.events.Topics.SCALING_POLICIES;
import static io.berth.scaler.scaling.Shop.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.CloudEventHeaders;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** One scaler on the real broker; each test has an application of its own. */
class ScalerIT {

  private static final ScalerRig RIG = new ScalerRig();
  private static ConfigurableApplicationContext scaler;
  private static Tape decisions;

  @BeforeAll
  static void start() throws IOException {
    scaler = RIG.start();
    decisions = RIG.tape(SCALING_DECISIONS);
  }

  @AfterAll
  static void close() throws Exception {
    RIG.close();
  }

  @Test
  void aSample_becomesADecision_andThatSampleAgainDoesNot() {
    Application app = Application.named("twice");
    RIG.follow(app.policy(1, 3, 10), app, decisions);
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    Instant next = NOW.plusSeconds(15);
    RIG.publish(app.sample("dc-a", next, 600, 600, 600, 600, 600));
    assertThat(decisions.awaitDecision(app.in("dc-a"), next).action()).isEqualTo(Action.NONE);
    assertThat(decisions.decisions(app.in("dc-a"), NOW))
        .singleElement()
        .extracting(ScalingDecision::explanation)
        .isEqualTo("cpu is at 92 % of the request, target 60 %, 3 pods → 5");
    assertThat(decisions.read(app.in("dc-a").toString()))
        .extracting(record -> CloudEventHeaders.text(record.headers(), CloudEventHeaders.ID))
        .contains(
            java.util.Optional.of(
                decisions.awaitDecision(app.in("dc-a"), NOW).decisionId().toString()));
  }

  @Test
  void applicationsAndClusters_areIndependent_andASilentOneHolds() {
    Application app = Application.named("apart");
    RIG.follow(app.policy(1, 1, 10), app, decisions);
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    RIG.publish(app.sample("dc-b", NOW, 600, 600));
    RIG.publish(app.sample("dc-b", NOW.plusSeconds(15), 600, 600));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    assertThat(decisions.awaitDecision(app.in("dc-b"), NOW).action()).isEqualTo(Action.NONE);
    assertThat(decisions.awaitDecision(app.in("dc-b"), NOW.plusSeconds(15)).action())
        .isEqualTo(Action.NONE);
  }

  @Test
  void aSampleOfTheFuture_isRefused_andBlocksNothing() {
    Application app = Application.named("early");
    Tape letters = RIG.tape(METRICS.deadLetters());
    RIG.follow(app.policy(1, 3, 10), app, decisions);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    RIG.publish(app.sample("dc-a", tomorrow, 920, 920, 920));
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    assertThat(decisions.decisions(app.in("dc-a"), tomorrow)).isEmpty();
    assertThat(reasons(letters, app.in("dc-a").toString(), 1).getFirst()).contains("clock right");
  }

  @Test
  void aMalformedSample_goesToTheDeadLetters_andTheNextIsDecided() throws Exception {
    Application app = Application.named("malformed");
    Tape letters = RIG.tape(METRICS.deadLetters());
    RIG.follow(app.policy(1, 3, 10), app, decisions);
    String key = app.in("dc-a").toString();
    RIG.publishRaw(METRICS, key, "berth.metrics.resources.v1", "{\"specReplicas\":-1}");
    RIG.publishRaw(METRICS, key, "berth.metrics.of-tomorrow.v9", "{}");
    RIG.publishRaw(METRICS, key, "berth.metrics.resources.v1", "no JSON");
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    List<String> reasons = reasons(letters, key, 3);
    assertThat(reasons.get(0)).contains("specReplicas: found -1, wanted at least 0");
    assertThat(reasons.get(1)).contains("berth.metrics.of-tomorrow.v9");
    assertThat(reasons.get(2)).contains("no JSON");
  }

  @Test
  void aBadOrOlderPolicy_isRefused_andTheLastGoodOneStays() throws Exception {
    Application app = Application.named("guarded");
    Tape letters = RIG.tape(SCALING_POLICIES.deadLetters());
    RIG.follow(app.policy(5, 1, 10), app, decisions);
    RIG.publish(app.policy(4, 1, 1));
    String key = app.ref().toString();
    String bad = "{\"version\":6,\"metrics\":[]}";
    RIG.publishRaw(SCALING_POLICIES, key, "berth.scaling.policy.v1", bad);
    assertThat(reasons(letters, key, 1).getFirst()).contains("metrics");
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).policyVersion()).isEqualTo(5);
  }

  @Test
  void health_saysWhetherKafkaIsThere() throws Exception {
    assertThat(get("/actuator/health")).contains("\"kafka\"").contains("\"status\":\"UP\"");
    assertThat(get("/actuator/prometheus")).contains("jvm_memory_used_bytes");
  }

  private static List<String> reasons(Tape letters, String key, int count) {
    return letters.awaitRecords(key, count).stream()
        .map(letter -> reason(letter.headers()))
        .toList();
  }

  private static String reason(Headers headers) {
    return CloudEventHeaders.text(headers, DeadLetter.REASON).orElse("none");
  }

  private static String get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + ScalerRig.port(scaler) + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
