/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static io.berth.logpipeline.forward.ForwardFrames.entries;
import static io.berth.logpipeline.forward.ForwardFrames.entry;
import static io.berth.logpipeline.forward.ForwardFrames.gzip;
import static io.berth.logpipeline.forward.ForwardFrames.gzipped;
import static io.berth.logpipeline.forward.ForwardFrames.hex;
import static io.berth.logpipeline.forward.ForwardFrames.pack;
import static io.berth.logpipeline.forward.ForwardFrames.packed;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChunkReceiverTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant THEN = Instant.ofEpochSecond(0x65920080L, 5);

  private final InMemoryRawLogStore store = new InMemoryRawLogStore();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChunkReceiver receiver =
      new ChunkReceiver(
          store,
          new PipelineMetrics(meters),
          new ForwardLimits(1 << 20, 100_000, 50_000),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void message_withEventTime_isARawLog_andItsBytesAreThoseOfEventJson() {
    receive(hex("94 a4 6b 75 62 65 d7 00 65 92 00 80 00 00 00 05 81 a3 6c 6f 67 a2 68 69 c0"));

    RawLog expected = new RawLog("10.0.0.9/kube", "kube", THEN, NOW, null, Map.of("log", "hi"));
    assertThat(store.logs()).containsExactly(expected);
    assertThat(EventJson.mapper().readTree(store.entries.getFirst().json()))
        .isEqualTo(EventJson.mapper().readTree(EventJson.write(expected)));
  }

  @Test
  void message_withWholeSeconds_andNoOption() {
    receive(hex("93 a1 74 ce 65 92 00 80 81 a1 61 01"));
    assertThat(store.logs())
        .containsExactly(
            new RawLog(
                "10.0.0.9/t", "t", Instant.ofEpochSecond(0x65920080L), NOW, null, Map.of("a", 1)));
  }

  @Test
  void message_withTimeAndMetadataInAnArray_isNotForwardMode() {
    receive(hex("93 a1 74 92 d7 00 65 92 00 80 00 00 00 05 80 81 a1 61 01"));
    assertThat(store.logs()).extracting(RawLog::time).containsExactly(THEN);
  }

  @Test
  void forward_hasManyEntries_alsoInFluentBitsFormWithMetadata_andGroupMarkersAreNone() {
    byte[] frame =
        pack(
            packer -> {
              packer.packArrayHeader(2).packString("app").packArrayHeader(4);
              packer.addPayload(entry("plain"));
              packer.addPayload(hex("92 92 d7 00 ff ff ff ff 00 00 00 00 80 80"));
              packer.addPayload(hex("92 92 d7 00 65 92 00 80 00 00 00 05 81 a1 6d 01"));
              packer.packMapHeader(1).packString("message").packString("with metadata");
              packer.addPayload(hex("92 92 d7 00 ff ff ff fe 00 00 00 00 80 80"));
            });
    receive(frame);
    assertThat(store.messages()).containsExactly("plain", "with metadata");
    assertThat(store.logs()).extracting(RawLog::time).containsOnly(THEN);
  }

  @Test
  void packedForward_isAcknowledgedByItsIdByteForByte() {
    byte[] ack = receive(packed("app", entries("a", "b"), "aWQ=\n"));
    assertThat(store.messages()).containsExactly("a", "b");
    assertThat(ack).isEqualTo(hex("81 a3 61 63 6b a5 61 57 51 3d 0a"));
  }

  @Test
  void emptyChunk_isAcknowledged() {
    assertThat(receive(packed("app", new byte[0], "c"))).isNotNull();
    assertThat(store.entries).isEmpty();
  }

  @Test
  void gzip_mayHaveSeveralMembers() {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip(entries("a", "b")));
    members.writeBytes(gzip(entries("c")));
    receive(gzipped("app", members.toByteArray(), "c1"));
    assertThat(store.messages()).containsExactly("a", "b", "c");
  }

  @Test
  void gzip_thatUnzipsToMoreThanAllowed_isRefused() {
    byte[] bomb = gzip(entries("x".repeat(40_000), "x".repeat(40_000), "x".repeat(40_000)));
    assertThatThrownBy(() -> receive(gzipped("app", bomb, "c1")))
        .hasRootCauseMessage("a chunk of more than 100000 bytes when unzipped");
  }

  @Test
  void oddValues_becomeJson() {
    byte[] frame =
        pack(
            packer -> {
              packer.packArrayHeader(3).packString("t").packInt(0).packMapHeader(7);
              packer.packString("nan").packDouble(Double.NaN);
              packer
                  .packString("big")
                  .packBigInteger(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
              packer.packString("broken").packRawStringHeader(2).addPayload(hex("c3 28"));
              packer.packInt(7).packString("int key");
              packer.packString("ext").packExtensionTypeHeader((byte) 9, 1).addPayload(hex("01"));
              packer.packString("line").packString("a\n\"b\"\u0001");
              packer.packString("nil").packNil();
            });
    receive(frame);
    assertThat(store.logs().getFirst().time()).isEqualTo(NOW);
    assertThat(store.logs().getFirst().fields())
        .containsEntry("nan", "NaN")
        .containsEntry("big", new BigInteger("18446744073709551615"))
        .containsEntry("broken", "\ufffd(")
        .containsEntry("7", "int key")
        .containsEntry("ext", Map.of("ext_type", 9, "base64", "AQ=="))
        .containsEntry("line", "a\n\"b\"\u0001")
        .containsEntry("nil", null);
  }

  @Test
  void secrets_neverReachTheStore() {
    byte[] frame =
        pack(
            packer -> {
              packer.packArrayHeader(3).packString("t").packInt(0).packMapHeader(4);
              packer.packString("message").packString("card 4111111111111111 password=hunter2");
              packer.packString("db.password").packString("hunter2");
              packer.packString("pan").packLong(4111111111111111L);
              packer.packString("list").packArrayHeader(1).packString("Bearer abcdefgh1234");
            });
    receive(frame);
    assertThat(new String(store.entries.getFirst().json(), UTF_8))
        .doesNotContain("4111111111111111", "hunter2", "abcdefgh1234");
    assertThat(meters.counter("berth.logs.redactions", "rule", "CARD_NUMBER").count()).isEqualTo(2);
  }

  @Test
  void stream_isTheProducersInstance_orTheContainer() {
    receive(record("event.id", "0af1-77"));
    receive(record("container_id", "c0ffee"));
    assertThat(store.logs()).extracting(RawLog::stream).containsExactly("0af1", "c0ffee");
    assertThat(store.logs().getFirst().eventId()).isEqualTo("0af1-77");
    assertThat(store.entries.getFirst().id()).isEqualTo("0af1-77");
  }

  @Test
  void sameChunkAgain_whileTheFirstIsBeingStored_waitsForIt_andIsNotStoredTwice() {
    store.hold = true;
    byte[] frame = packed("app", entries("a"), "c1");
    var first = receiver.accept(frame, "10.0.0.9", receiver.entries());
    var second = receiver.accept(frame, "10.0.0.9", receiver.entries());
    assertThat(second).isNotDone();
    store.held.getFirst().complete(null);
    assertThat(first.join().ack()).isEqualTo(second.join().ack());
    assertThat(store.messages()).containsExactly("a");
  }

  @Test
  void sameChunkAgain_afterItsAckWasLost_isAcknowledgedAndNotStoredTwice() {
    byte[] frame = packed("app", entries("a"), "c1");
    byte[] lost = receive(frame);
    assertThat(receive(frame)).isEqualTo(lost);
    assertThat(store.messages()).containsExactly("a");
    assertThat(meters.counter("berth.logs.chunks.resent").count()).isEqualTo(1);
  }

  @Test
  void equalChunk_afterItsAckArrived_isANewOne() {
    byte[] frame = packed("app", entries("a"), "c1");
    receive(frame);
    receiver.recent().acknowledged("10.0.0.9/app/6331");
    receive(frame);
    assertThat(store.messages()).containsExactly("a", "a");
  }

  @Test
  void chunkOfGosLogger_comesAgainThoughItWasAcknowledged_andIsNotStoredTwice() {
    byte[] time =
        ByteBuffer.allocate(16).order(LITTLE_ENDIAN).putLong(NOW.getEpochSecond()).array();
    String id = Base64.getEncoder().encodeToString(time);
    byte[] frame = packed("app", entries("a"), id);
    receive(frame);
    receiver.recent().acknowledged("10.0.0.9/app/" + HexFormat.of().formatHex(id.getBytes(UTF_8)));
    receive(frame);
    assertThat(store.messages()).containsExactly("a");
  }

  @Test
  void chunkThatCouldNotBeStored_hasNoAck_andMayComeAgain() {
    byte[] frame = packed("app", entries("a"), "c1");
    store.fail = true;
    assertThatThrownBy(() -> receive(frame)).hasRootCauseMessage("no broker");
    store.fail = false;
    assertThat(receive(frame)).isNotNull();
    assertThat(store.messages()).containsExactly("a");
  }

  @Test
  void heartbeat_andOtherSignals_areNoRecords() {
    assertThat(receive(hex("c0"))).isNull();
    assertThat(
            receive(
                hex(
                    "93 a1 74 90 82 a5 63 68 75 6e 6b a1 63 ad 66 6c 75 65 6e 74 5f 73 69 67 6e 61 6c 01")))
        .isEqualTo(hex("81 a3 61 63 6b a1 63"));
    assertThat(store.entries).isEmpty();
  }

  @Test
  void whatIsNoFrame_isRefusedWithWhatIsWanted() {
    assertThatThrownBy(() -> receive(hex("81 a1 61 01")))
        .hasMessage("found MAP, wanted an array [tag, entries, options]");
    for (String bad : List.of("91 01", "92 a1 74 c3", "92 a1 74 ce 65 92 00 80")) {
      assertThatThrownBy(() -> receive(hex(bad))).isInstanceOf(MalformedFrameException.class);
    }
  }

  private byte[] record(String name, String value) {
    return pack(
        packer ->
            packer
                .packArrayHeader(3)
                .packString("t")
                .packInt(0)
                .packMapHeader(1)
                .packString(name)
                .packString(value));
  }

  private byte[] receive(byte[] frame) {
    return receiver.accept(frame, "10.0.0.9", receiver.entries()).join().ack();
  }
}
