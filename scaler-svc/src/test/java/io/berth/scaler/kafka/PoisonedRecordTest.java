/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static io.berth.scaler.scaling.ScalingScenario.CART;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static io.berth.scaler.scaling.ScalingScenario.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.CustomSample;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.ScalingScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An invalid record, then a valid one. */
class PoisonedRecordTest {

  private static final String KEY = CART.toString();
  private static final String APP = CART.app().toString();

  private final ScalerTopologyDriver topology = new ScalerTopologyDriver();
  private Instant now = NOW;

  PoisonedRecordTest() {
    topology.policy(ScalingScenario.policy(1, 10, ScalingScenario.CPU_60), now);
  }

  @AfterEach
  void validSample_leadsToADecision() {
    topology.decisions();
    topology.policy(policy(Long.MAX_VALUE), later());
    topology.removePolicy(APP, later());
    topology.policy(policy(1), later());
    topology.sample(sample(later(), 3, 920, 920, 920), now);
    assertThat(topology.decisions())
        .singleElement()
        .extracting(ScalingDecision::desiredReplicas)
        .isEqualTo(5);
    topology.close();
  }

  @ParameterizedTest
  @CsvSource({
    "sampledAt, +1000000000-12-31T23:59:59.999999999Z",
    "sampledAt, -1000000000-01-01T00:00:00Z",
    "startedAt, +1000000000-12-31T23:59:59Z",
    "startedAt, -1000000000-01-01T00:00:00Z",
    "readySince, +1000000000-12-31T23:59:59Z",
    "measuredAt, +1000000000-12-31T23:59:59Z",
    "window, PT1000000000000000H",
    "window, PT-1000000000000000H",
    "window, PT2562047788015215H30M7.999999999S",
    "specReplicas, -2147483648",
    "specReplicas, 99999999999999999999",
    "cpuMillis, 1e400",
    "cpuMillis, 513.5",
    "cpuMillis, -0.0",
    "cpuMillis, NaN",
  })
  void invalidSample_isADeadLetter_withItsBytesAndAReason(String field, String value) {
    TestRecord<byte[], byte[]> poisoned = ScalerTopologyDriver.record(sample(NOW, 3, 1, 2, 3), NOW);
    String json =
        new String(poisoned.value(), UTF_8)
            .replaceFirst(
                "\"" + field + "\":(\"[^\"]*\"|[0-9]+)", "\"" + field + "\":" + quoted(value));
    assertThat(json).contains(value);
    topology.sample(with(poisoned, json.getBytes(UTF_8)));
    assertThat(topology.decisions()).isEmpty();
    TestRecord<byte[], byte[]> letter = topology.sampleDeadLetters().getFirst();
    assertThat(letter.value()).isEqualTo(json.getBytes(UTF_8));
    assertThat(letter.key()).isEqualTo(KEY.getBytes(UTF_8));
    assertThat(ScalerTopologyDriver.headers(letter).get(DeadLetter.REASON)).isNotBlank();
  }

  @Test
  void missingOrBinaryKey_isRejected() {
    TestRecord<byte[], byte[]> good = ScalerTopologyDriver.record(sample(NOW, 3, 1, 2, 3), NOW);
    for (byte[] key : new byte[][] {null, {}, {(byte) 0xff, (byte) 0xfe}, new byte[900_000]}) {
      topology.sample(new TestRecord<>(key, good.value(), good.headers(), NOW));
      topology.policy(new TestRecord<>(key, good.value(), good.headers(), NOW));
      topology.policy(new TestRecord<>(key, null, new RecordHeaders(), NOW));
    }
    assertThat(topology.decisions()).isEmpty();
    assertThat(topology.sampleDeadLetters()).hasSize(4);
    assertThat(topology.policyDeadLetters()).hasSize(8);
  }

  @Test
  void deeplyNestedJson_isRejected() {
    String deep = "{\"pods\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
    TestRecord<byte[], byte[]> good = ScalerTopologyDriver.record(sample(NOW, 3, 1, 2, 3), NOW);
    topology.sample(with(good, deep.getBytes(UTF_8)));
    topology.sample(with(good, deep.replace('[', '{').getBytes(UTF_8)));
    topology.policy(with(good, deep.getBytes(UTF_8)));
    assertThat(topology.sampleDeadLetters()).hasSize(2);
    assertThat(topology.policyDeadLetters()).hasSize(1);
  }

  @Test
  void recordOfMaximumSize_makesAnAcceptableDeadLetter() {
    TestRecord<byte[], byte[]> good = ScalerTopologyDriver.record(sample(NOW, 3, 1, 2, 3), NOW);
    byte[] garbage = new byte[1_040_000];
    Arrays.fill(garbage, (byte) 'x');
    RecordHeaders many = new RecordHeaders(good.headers().toArray());
    many.add("baggage", garbage);
    topology.sample(with(good, garbage));
    topology.sample(new TestRecord<>(garbage, good.value(), good.headers(), NOW));
    topology.sample(new TestRecord<>(good.key(), new byte[10], many, NOW));
    topology.sample(with(good, ("{\"pods\":[" + "7,".repeat(300_000) + "7]}").getBytes(UTF_8)));
    List<TestRecord<byte[], byte[]>> letters = topology.sampleDeadLetters();
    assertThat(letters).hasSize(4);
    assertThat(letters).allSatisfy(letter -> assertThat(size(letter)).isLessThan(1_000_000));
    assertThat(ScalerTopologyDriver.headers(letters.getFirst()).get(DeadLetter.REASON))
        .contains("a part of 1040");
  }

  @Test
  void longTraceparent_isNotCopiedToTheDecision() {
    TestRecord<byte[], byte[]> record =
        ScalerTopologyDriver.record(sample(later(), 3, 920, 920, 920), now);
    record.headers().add("traceparent", "0".repeat(1_000_000).getBytes(UTF_8));
    topology.sample(record);
    TestRecord<byte[], byte[]> decision = topology.decisionRecords().getFirst();
    assertThat(size(decision)).isLessThan(10_000);
    assertThat(ScalerTopologyDriver.headers(decision)).doesNotContainKey("traceparent");
  }

  @Test
  void customSamplesOfManyPods_areAcceptedUpToTheMaximumSizeOfTheState() {
    MetricTarget[] metrics = new MetricTarget[40];
    Arrays.setAll(metrics, i -> new CustomTotal("metric-" + i, 1_000));
    topology.policy(policy(2, metrics), later());
    Map<String, Long> perPod = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      perPod.put("a-pod-with-a-long-name-" + i, (long) i);
    }
    for (int i = 0; i < 40; i++) {
      topology.sample(
          new CustomSample(CART, later(), "exporter", "metric-" + i, null, perPod), now);
    }
    assertThat(topology.states().get(KEY)).hasSizeLessThan(400_001);
    assertThat(topology.sampleDeadLetters()).isNotEmpty();
    topology.sample(sample(later(), 3, 1, 1, 1), now);
    assertThat(topology.decisions()).hasSize(1);
  }

  @Test
  void oversizedPolicy_isRejected_andThePreviousOneStays() {
    MetricTarget[] metrics = new MetricTarget[8_000];
    Arrays.setAll(metrics, i -> new CustomTotal("metric-" + i, 1_000));
    topology.policy(policy(2, metrics), later());
    assertThat(topology.policyDeadLetters()).hasSize(1);
    topology.sample(sample(later(), 3, 1, 1, 1), now);
    assertThat(topology.decisions().getFirst().policyVersion()).isEqualTo(1);
  }

  @Test
  void recordWithoutTimestamp_isRejected() {
    TestRecord<byte[], byte[]> good = ScalerTopologyDriver.record(sample(NOW, 3, 1, 2, 3), NOW);
    topology.sample(
        new TestRecord<>(good.key(), good.value(), good.headers(), BoundedTimestampExtractor.NONE));
    assertThat(topology.decisions()).isEmpty();
    TestRecord<byte[], byte[]> letter = topology.sampleDeadLetters().getFirst();
    assertThat(ScalerTopologyDriver.headers(letter).get(DeadLetter.REASON))
        .contains("timestamp: found none");
    assertThat(letter.getRecordTime()).as("kept as long as others").isAfter(NOW);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 253402300799999L})
  void recordFromTheFarFuture_expiresNoState(long timestamp) {
    now = Instant.now().minus(Duration.ofHours(1));
    topology.sample(sample(later(), 3, 600, 600, 600), now);
    byte[] window = topology.states().get(KEY);
    TestRecord<byte[], byte[]> good = ScalerTopologyDriver.record(sample(later(), 3, 1, 2, 3), now);
    topology.policy(new TestRecord<>(good.key(), good.value(), good.headers(), timestamp));
    topology.sample(new TestRecord<>(new byte[1], good.value(), good.headers(), timestamp));
    assertThat(topology.states().get(KEY)).isEqualTo(window);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "no JSON",
        "{\"decidedAt\":\"2026-11-11T00:00:00Z\"}",
        "{\"policyVersion\":1,\"recommendations\":[null],\"changes\":[],\"custom\":{}}",
        "{\"policyVersion\":1,\"recommendations\":[{\"replicas\":3}],\"changes\":[],\"custom\":{}}",
        "{\"decidedAt\":\"+1000000000-12-31T23:59:59Z\",\"policyVersion\":1,"
            + "\"recommendations\":[],\"changes\":[],\"custom\":{}}",
        "{\"decidedAt\":\"9000-12-31T23:59:59Z\",\"policyVersion\":1,"
            + "\"recommendations\":[],\"changes\":[],\"custom\":{}}",
      })
  void unreadableState_isDiscarded_andTheSampleLeadsToADecision(String stored) {
    topology.states().put(KEY, stored.getBytes(UTF_8));
    topology.sample(sample(later(), 3, 10, 10, 10), now);
    ScalingDecision decision = topology.decisions().getFirst();
    assertThat(decision.desiredReplicas()).as("as at first sight").isEqualTo(3);
    assertThat(EventJson.mapper().readValue(topology.states().get(KEY), ScalingState.class))
        .extracting(ScalingState::decidedAt)
        .isEqualTo(now);
  }

  @Test
  void unreadableStates_doNotBlockExpiry() {
    topology.states().put("dc-a/shop/other", "no JSON".getBytes(UTF_8));
    for (int hour = 0; hour < 6; hour++) {
      now = now.plus(Duration.ofHours(1));
      topology.sample(sample(now, 3, 600, 600, 600), now);
    }
    assertThat(topology.states().get("dc-a/shop/other")).isNull();
  }

  @Test
  void unreadableAcceptedPolicy_isIgnored_andThePreviousOneStays() {
    byte[] key = APP.getBytes(UTF_8);
    byte[] ofAnother =
        new String(EventJson.write(policy(9)), UTF_8).replace("\"cart\"", "\"x\"").getBytes(UTF_8);
    for (byte[] json :
        List.of("no JSON".getBytes(UTF_8), "{}".getBytes(UTF_8), new byte[0], ofAnother)) {
      topology.accepted(key, json, later());
    }
    topology.accepted(null, EventJson.write(policy(9)), later());
    topology.sample(sample(later(), 3, 1, 1, 1), now);
    assertThat(topology.decisions().getFirst().policyVersion()).isEqualTo(1);
  }

  @Test
  void unreadableVersion_isIgnored() {
    topology.versions().put(APP, new byte[3]);
    topology.policy(policy(1), later());
    topology.sample(sample(later(), 3, 1, 1, 1), now);
    assertThat(topology.decisions()).hasSize(1);
  }

  private Instant later() {
    now = now.plusSeconds(600);
    return now;
  }

  private static ScalingPolicy policy(long version, MetricTarget... metrics) {
    ScalingPolicy one =
        ScalingScenario.policy(
            1, 10, metrics.length == 0 ? new MetricTarget[] {ScalingScenario.CPU_60} : metrics);
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

  private static String quoted(String value) {
    return value.matches("[-0-9.e]+|NaN") && !value.contains("T") ? value : "\"" + value + "\"";
  }

  private static TestRecord<byte[], byte[]> with(TestRecord<byte[], byte[]> record, byte[] value) {
    return new TestRecord<>(record.key(), value, record.headers(), record.timestamp());
  }

  private static long size(TestRecord<byte[], byte[]> record) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(record.key());
    parts.add(record.value());
    record.headers().forEach(header -> parts.add(header.value()));
    return parts.stream().mapToLong(part -> part == null ? 0 : part.length).sum();
  }
}
