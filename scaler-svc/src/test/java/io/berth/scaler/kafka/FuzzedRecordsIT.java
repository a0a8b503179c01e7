/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static io.berth.scaler.scaling.ScalingScenario.CART;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingDecision.Action;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.ScalingScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/**
 * Every field of every record that the scaler reads at its extremes, and bytes of every kind, into
 * the real topology. {@code -Dberth.fuzz.records=20000} tries more of them, {@code
 * -Dberth.fuzz.seed=7} others.
 */
class FuzzedRecordsIT {

  private static final int RECORDS = Integer.getInteger("berth.fuzz.records", 3_000);
  private static final long SEED = Long.getLong("berth.fuzz.seed", 4711);
  private static final AppRef BYSTANDER = new AppRef("shop", "bystander");
  private static final List<MetricTarget> METRICS =
      List.of(
          ScalingScenario.CPU_60,
          new Utilization(Resource.MEMORY, Basis.LIMIT, 80),
          new AverageValue(Resource.CPU, 800),
          new CustomPerPod("requests", 100_000),
          new CustomTotal("queue", 100_000));

  private final ScalerTopologyDriver topology = new ScalerTopologyDriver();
  private final Random random = new Random(SEED);
  private final JsonMutations mutations = new JsonMutations(random);
  private Instant now = Instant.parse("2001-01-01T00:00:00Z");
  private int decided;
  private int rejected;
  private int silent;

  @Test
  void anyRecord_isDecidedOrRejected_andTheNextOneIsDecided() {
    topology.policy(policy(BYSTANDER), now);
    topology.policy(policy(CART.app()), now);
    for (int i = 0; i < RECORDS; i++) {
      now = now.plus(Duration.ofMinutes(10));
      TestRecord<byte[], byte[]> record = null;
      try {
        if (random.nextInt(4) == 0) {
          record = mutations.of(ScalerTopologyDriver.record(policy(CART.app()), now));
          topology.policy(record);
          ofPolicy(record);
        } else if (random.nextInt(8) == 0) {
          store();
        } else {
          record = mutations.of(ScalerTopologyDriver.record(sample(), now));
          topology.sample(record);
          ofSample(record);
        }
        expectDecisionForAValidSample(BYSTANDER);
        expectDecisionForAValidSample(CART.app());
      } catch (Throwable e) {
        throw new AssertionError("seed " + SEED + ", record " + i + ": " + shown(record), e);
      }
    }
    assertThat(List.of(decided, rejected, silent)).allSatisfy(n -> assertThat(n).isPositive());
    topology.close();
  }

  private void ofSample(TestRecord<byte[], byte[]> record) {
    List<ScalingDecision> decisions = topology.decisions();
    List<TestRecord<byte[], byte[]>> letters = topology.sampleDeadLetters();
    assertThat(decisions.size() + letters.size()).isLessThanOrEqualTo(1);
    decisions.forEach(FuzzedRecordsIT::expectPlausible);
    letters.forEach(letter -> expectOriginalRecord(letter, record));
    decided += decisions.size();
    rejected += letters.size();
    if (decisions.isEmpty() && letters.isEmpty()) {
      silent++;
      assertThat(event(record))
          .as("neither decided nor refused")
          .satisfiesAnyOf(
              event -> assertThat(event).isInstanceOf(CustomSample.class),
              event -> {
                ResourceSample sample = (ResourceSample) event;
                assertThat(!sample.app().equals(CART) || sample.sampledAt().isBefore(now)).isTrue();
              });
    }
  }

  private void ofPolicy(TestRecord<byte[], byte[]> record) {
    List<TestRecord<byte[], byte[]>> letters = topology.policyDeadLetters();
    letters.forEach(letter -> expectOriginalRecord(letter, record));
    if (letters.isEmpty() && record.value() != null) {
      assertThat(event(record)).isInstanceOf(ScalingPolicy.class);
    }
    rejected += letters.size();
    // Whatever is in force now, it decides or holds.
    topology.sample(sampleOf(CART.app(), 3), now);
    topology.decisions().forEach(FuzzedRecordsIT::expectPlausible);
    topology.sampleDeadLetters();
    now = now.plusSeconds(60);
    topology.removePolicy(CART.app().toString(), now);
    topology.policy(policy(CART.app()), now);
  }

  /** Stored values of other versions, or written by others. */
  private void store() {
    byte[] window = topology.states().get(CART.toString());
    byte[] json =
        random.nextBoolean() && window != null
            ? mutations.document(window)
            : mutations.bytes(EventJson.write(policy(CART.app())));
    byte[] stored = json == null ? new byte[0] : json;
    switch (random.nextInt(3)) {
      case 0 -> topology.states().put(CART.toString(), stored);
      case 1 -> topology.versions().put(CART.app().toString(), stored);
      default ->
          topology.accepted(
              CART.app().toString().getBytes(UTF_8),
              mutations.document(EventJson.write(policy(BYSTANDER))),
              now);
    }
  }

  private void expectDecisionForAValidSample(AppRef app) {
    now = now.plus(Duration.ofMinutes(6));
    topology.sample(sampleOf(app, 3), now);
    assertThat(topology.sampleDeadLetters()).isEmpty();
    ScalingDecision decision = topology.decisions().getFirst();
    assertThat(decision.app().app()).isEqualTo(app);
    assertThat(decision.action()).as(decision.explanation()).isEqualTo(Action.SCALE_OUT);
    assertThat(decision.metrics().getFirst().value()).isEqualTo(92);
  }

  private static void expectPlausible(ScalingDecision decision) {
    int desired = decision.desiredReplicas();
    assertThat(desired)
        .as(decision.explanation())
        .satisfiesAnyOf(
            d -> assertThat(d).isBetween(decision.minReplicas(), decision.maxReplicas()),
            d -> assertThat(d).isEqualTo(decision.currentReplicas()));
    assertThat(decision.explanation()).doesNotContainPattern("(is at|asks for) (-|NaN|Inf)");
    assertThat(decision.rawDesired() == null || decision.rawDesired() >= 0).isTrue();
    decision
        .metrics()
        .forEach(
            metric -> {
              assertThat(metric.value() == null || metric.value() >= 0).isTrue();
              assertThat(metric.ratio() == null || metric.ratio() >= 0).isTrue();
            });
  }

  private static void expectOriginalRecord(
      TestRecord<byte[], byte[]> letter, TestRecord<byte[], byte[]> record) {
    byte[] kept = letter.value();
    byte[] sent = record.value();
    assertThat(kept == null).isEqualTo(sent == null);
    if (kept != null && sent != null) {
      boolean fits = sent.length < 900_000;
      assertThat(Arrays.equals(kept, fits ? sent : Arrays.copyOf(sent, kept.length))).isTrue();
    }
    assertThat(letter.key()).isEqualTo(record.key());
    assertThat(ScalerTopologyDriver.headers(letter).get(DeadLetter.REASON)).isNotBlank();
  }

  private static Event event(TestRecord<byte[], byte[]> record) {
    return ((Readable)
            new CloudEventDeserializer().deserialize("", record.headers(), record.value()))
        .envelope()
        .payload();
  }

  private Event sample() {
    return switch (random.nextInt(4)) {
      case 0 -> new CustomSample(CART, now, "exporter", "queue", random.nextLong(1_000), Map.of());
      case 1 ->
          new CustomSample(
              CART, now, "exporter", "requests", null, Map.of("cart-0", 5_000L, "cart-1", 9L));
      default -> sampleOf(CART.app(), 1 + random.nextInt(4));
    };
  }

  private ResourceSample sampleOf(AppRef app, int pods) {
    long[] loads = new long[pods];
    Arrays.fill(loads, 920);
    ResourceSample one = ScalingScenario.sample(now, pods, loads);
    return new ResourceSample(
        ClusterAppRef.of("dc-a", app),
        one.sampledAt(),
        one.window(),
        one.source(),
        one.specReplicas(),
        one.rollingOut(),
        one.pods());
  }

  private static ScalingPolicy policy(AppRef app) {
    return new ScalingPolicy(
        app,
        1,
        ScalingPolicy.Mode.ACTIVE,
        List.of("dc-a", "dc-b"),
        1,
        10,
        app.equals(BYSTANDER) ? List.of(ScalingScenario.CPU_60) : METRICS,
        Duration.ofSeconds(15),
        Behavior.standard(),
        "ada");
  }

  private static String shown(TestRecord<byte[], byte[]> record) {
    if (record == null) {
      return "in a store";
    }
    String text = record.value() == null ? "no value" : new String(record.value(), UTF_8);
    return (text.length() > 900 ? text.substring(0, 900) + "…" : text)
        + " "
        + ScalerTopologyDriver.headers(record)
        + " at "
        + record.timestamp();
  }
}
