/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.InvalidCommandSamples;
import io.berth.events.InvalidCommandSamples.Fault;
import io.berth.events.InvalidCommandSamples.Mode;
import io.berth.events.InvalidCommandSamples.Sample;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.berth.gateway.operations.ClusterOutcome;
import io.berth.gateway.operations.CommandStatusView;
import io.berth.gateway.view.MaterializedView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of commands, as any producer may write them. */
class ViewUpdaterTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant WRITTEN = NOON.plusSeconds(3);
  private static final Instant LATER = NOON.plusSeconds(30);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MaterializedView view =
      new MaterializedView(InvalidCommandSamples.CLUSTERS, 10_000, 2);
  private final ViewUpdater updater =
      new ViewUpdater("t.", view, _ -> {}, Clock.fixed(LATER, ZoneOffset.UTC), meters);

  @Test
  void invalidCommandForOneCluster_isCompleteWithItsRejection() {
    update("shop/cart", headers(), "{\"meta\":{\"clusters\":[\"dc-a\"]},\"replicas\":0}");
    assertThat(status("id-1", LATER).overall().sentence()).isEqualTo("dc-a has not answered yet");

    reject("id-1", "dc-a");

    CommandStatusView status = status("id-1", LATER);
    assertThat(status.overall().verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(status.overall().complete()).isTrue();
    assertThat(status.overall().sentence()).isEqualTo("dc-a refused it");
    assertThat(status.clusters()).extracting(ClusterOutcome::cluster).containsExactly("dc-a");
    assertThat(status.app()).isEqualTo("shop/cart");
    assertThat(status.requestedBy()).isEqualTo("unknown");
    assertThat(status.requestedAt()).isEqualTo(WRITTEN);
  }

  /** deploy-svc answers by the same rule, see its InvalidCommandTest. */
  @ParameterizedTest
  @EnumSource
  void clustersThatAnswer_areThoseThatAreAwaited(Fault fault) {
    Random random = new Random(fault.ordinal());
    for (Mode mode : Mode.values()) {
      for (int i = 0; i < 100; i++) {
        String id = fault + "-" + mode + "-" + i;
        Sample sample = InvalidCommandSamples.random(id, fault, mode, random);
        boolean answerFirst = random.nextBoolean();
        if (answerFirst) {
          sample.answering().forEach(cluster -> reject(id, cluster));
        }
        update("shop/cart", sample.headers(), sample.value());
        for (String cluster : answerFirst ? List.<String>of() : sample.answering()) {
          assertThat(status(id, LATER).overall().complete()).as("%s", sample).isFalse();
          reject(id, cluster);
        }
        CommandStatusView status = status(id, LATER);
        assertThat(status.clusters())
            .as("%s", sample)
            .extracting(ClusterOutcome::cluster)
            .containsExactlyElementsOf(sample.answering());
        assertThat(status.overall().verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(status.overall().complete()).isTrue();
      }
    }
    assertThat(meters.find("berth.gateway.board.set.aside").counter()).isNull();
  }

  @Test
  void validCommandWithoutKeyAndTime_isAwaitedInItsClusters_fromTheTimeOfItsRecord() {
    update(
        null,
        headers(),
        "{\"meta\":{\"requestedBy\":\"ann\",\"clusters\":[\"dc-b\"]},"
            + "\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},\"replicas\":3}");
    CommandStatusView status = status("id-1", LATER);
    assertThat(status.overall().sentence()).isEqualTo("dc-b has not answered yet");
    assertThat(status.requestedAt()).isEqualTo(WRITTEN);
    assertThat(status.deadline()).isEqualTo(WRITTEN.plus(Duration.ofMinutes(10)));
  }

  @Test
  void secondRecordOfAnInvalidCommand_isTheSameCommand() {
    update("shop/cart", headers(), "{\"meta\":{\"clusters\":[\"dc-a\"]},\"replicas\":0}");
    update(
        "shop/cart",
        headers(),
        "{\"meta\":{\"requestedBy\":\"ann\"},"
            + "\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},\"replicas\":3}");
    reject("id-1", "dc-a");
    assertThat(status("id-1", LATER).overall().complete()).isTrue();
  }

  @Test
  void unreadableRecord_isSetAside() {
    update("shop/cart", headers(), "{no json");
    assertThat(view.status("id-1")).isEmpty();
    assertThat(meters.get("berth.gateway.board.set.aside").counter().count()).isEqualTo(1);
  }

  private CommandStatusView status(String id, Instant asOf) {
    return view.statusView(id, asOf).orElseThrow();
  }

  private void reject(String id, String cluster) {
    Rejected rejected =
        new Rejected(
            new OperationRef(id, "scale", new AppRef("shop", "cart"), cluster, "unknown", NOON),
            List.of(
                new Violation("valid-command", 1, "replicas", "0", "1 to 1000", "Correct it.")));
    view.apply(Envelope.of(id + cluster, "/test", NOON, rejected), LATER);
  }

  private static Headers headers() {
    return new RecordHeaders()
        .add("ce_id", "id-1".getBytes(UTF_8))
        .add("ce_source", "/test".getBytes(UTF_8))
        .add("ce_type", "berth.command.scale.v1".getBytes(UTF_8));
  }

  private void update(@Nullable String key, Headers headers, String json) {
    update(key, headers, json.getBytes(UTF_8));
  }

  private void update(@Nullable String key, Headers headers, byte[] value) {
    DeserializationResult read = new CloudEventDeserializer().deserialize("any", headers, value);
    updater.update(
        new ConsumerRecord<>(
            "t." + Topics.COMMANDS.name(),
            0,
            0,
            WRITTEN.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            read,
            headers,
            Optional.empty()));
  }
}
