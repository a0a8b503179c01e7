/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.METRICS;
import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.events.Topics.SCALING_POLICIES;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.CloudEventHeaders;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.EventJson;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.scaler.kafka.BoundedTimestampExtractor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** One scaler on the real broker; each test has an application of its own. */
class ScalerIT {

  private static final ScalerTestHarness RIG = new ScalerTestHarness();
  private static ConfigurableApplicationContext scaler;
  private static DecisionRecorder decisions;

  @BeforeAll
  static void start() throws IOException {
    scaler = RIG.start();
    decisions = RIG.recorder(SCALING_DECISIONS);
  }

  @AfterAll
  static void close() throws Exception {
    RIG.close();
  }

  @Test
  void sample_leadsToADecision_andARepeatDoesNot() {
    TestApplication app = TestApplication.named("twice");
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
  void applicationsAndClusters_areIndependent_andOneWithoutSamplesHolds() {
    TestApplication app = TestApplication.named("apart");
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
  void sampleFromTheFuture_isRejected_andBlocksNothing() {
    TestApplication app = TestApplication.named("early");
    DecisionRecorder letters = RIG.recorder(METRICS.deadLetters());
    RIG.follow(app.policy(1, 3, 10), app, decisions);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    RIG.publish(app.sample("dc-a", tomorrow, 920, 920, 920));
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    assertThat(decisions.decisions(app.in("dc-a"), tomorrow)).isEmpty();
    assertThat(reasons(letters, app.in("dc-a").toString(), 1).getFirst()).contains("clock right");
  }

  @Test
  void malformedSample_isADeadLetter_andTheNextIsDecided() throws Exception {
    TestApplication app = TestApplication.named("malformed");
    DecisionRecorder letters = RIG.recorder(METRICS.deadLetters());
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
  void poisonedSample_isADeadLetterWithItsBytes_andTheThreadContinues() throws Exception {
    TestApplication app = TestApplication.named("poisoned");
    TestApplication bystander = TestApplication.named("bystander");
    DecisionRecorder letters = RIG.recorder(METRICS.deadLetters());
    RIG.follow(app.policy(1, 3, 10), app, decisions);
    RIG.follow(bystander.policy(1, 3, 10), bystander, decisions);
    String key = app.in("dc-a").toString();
    String good = new String(EventJson.write(app.sample("dc-a", NOW, 920, 920, 920)), UTF_8);
    for (String poison :
        List.of(
            good.replaceAll(
                "\"startedAt\":\"[^\"]*", "\"startedAt\":\"+1000000000-12-31T23:59:59Z"),
            good.replaceAll("\"window\":\"[^\"]*", "\"window\":\"PT1000000000000000H"),
            good.replaceAll(
                "\"sampledAt\":\"[^\"]*", "\"sampledAt\":\"-1000000000-01-01T00:00:00Z"),
            "[".repeat(500_000),
            "x".repeat(1_040_000))) {
      RIG.publishRaw(METRICS, key, "berth.metrics.resources.v1", poison);
    }
    RIG.publish(app.sample("dc-a", NOW, 920, 920, 920));
    RIG.publish(bystander.sample("dc-a", NOW, 920, 920, 920));
    assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    assertThat(decisions.awaitDecision(bystander.in("dc-a"), NOW).desiredReplicas()).isEqualTo(5);
    List<String> reasons = reasons(letters, key, 5);
    assertThat(reasons.get(0)).contains("startedAt: found +1000000000-12-31T23:59:59Z");
    assertThat(reasons.get(1)).contains("window: found 'PT1000000000000000H'");
    assertThat(reasons.get(2)).contains("sampledAt: found -1000000000-01-01T00:00:00Z");
    assertThat(reasons.get(4)).contains("a part of 1040");
    assertThat(get("/actuator/health")).contains("\"status\":\"UP\"");
  }

  @Test
  void invalidOrOlderPolicy_isRejected_andThePreviousOneStays() throws Exception {
    TestApplication app = TestApplication.named("guarded");
    DecisionRecorder letters = RIG.recorder(SCALING_POLICIES.deadLetters());
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
  void health_reportsWhetherKafkaIsReachable() throws Exception {
    assertThat(get("/actuator/health")).contains("\"kafka\"").contains("\"status\":\"UP\"");
    assertThat(get("/actuator/prometheus")).contains("jvm_memory_used_bytes");
  }

  @Test
  void bindings_areReadOnly() throws Exception {
    assertThat(get("/actuator/bindings"))
        .contains("scaler-in-0", "scaler-in-1", "scaler-out-3", "\"state\":\"running\"");
    assertThat(
            ScalerTestHarness.post(
                scaler, "/actuator/bindings/scaler-in-0", "{\"state\":\"STOPPED\"}"))
        .isEqualTo(405);
    assertThat(get("/actuator/health")).contains("\"status\":\"UP\"");
  }

  @Test
  void runningTopology_andItsConfiguration_neverChange() throws Exception {
    StreamsBuilderFactoryBean factory =
        scaler.getBean("&stream-builder-scaler", StreamsBuilderFactoryBean.class);
    assertThat(factory.getTopology().describe().toString().replace(RIG.prefix, ""))
        .isEqualToNormalizingNewlines(
            new ClassPathResource("topology.txt").getContentAsString(UTF_8));
    assertThat(factory.getStreamsConfiguration())
        .containsEntry("application.id", RIG.prefix + "scaler-svc")
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("producer.max.in.flight.requests.per.connection", "1")
        .containsEntry("commit.interval.ms", "100")
        .containsEntry("consumer.session.timeout.ms", "6000")
        .containsEntry("default.timestamp.extractor", BoundedTimestampExtractor.class.getName());
  }

  private static List<String> reasons(DecisionRecorder letters, String key, int count) {
    return letters.awaitRecords(key, count).stream()
        .map(letter -> reason(letter.headers()))
        .toList();
  }

  private static String reason(Headers headers) {
    return CloudEventHeaders.text(headers, DeadLetter.REASON).orElse("none");
  }

  private static String get(String path) throws Exception {
    return ScalerTestHarness.get(scaler, path);
  }
}
