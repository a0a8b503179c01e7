/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static io.berth.logpipeline.forward.ForwardFrames.entries;
import static io.berth.logpipeline.forward.ForwardFrames.gzip;
import static io.berth.logpipeline.forward.ForwardFrames.hex;
import static io.berth.logpipeline.forward.ForwardFrames.packed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients really send, byte by byte, and what nobody should. */
class GoldenBytesTest {

  /** {@code [EventTime, {"message": "a"}]}. */
  private static final String ENTRY =
      "92 d7 00 65 92 00 80 00 00 00 05 81 a7 6d 65 73 73 61 67 65 a1 61";

  private final InMemoryRawLogStore store = new InMemoryRawLogStore();
  private final ChunkReceiver receiver =
      new ChunkReceiver(
          store,
          new PipelineMetrics(new SimpleMeterRegistry()),
          new ForwardLimits(1 << 20, 100_000, 50_000),
          Clock.systemUTC());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fluentd: str32 and "compressed": "text", chunk of 25 bytes with its line feed.
        "93 a1 74 db 00 00 00 16 ENTRY 82 aa 63 6f 6d 70 72 65 73 73 65 64 a4 74 65 78 74 a4 73 69 7a 65 01 | a",
        // Fluency: str8, size in bytes.
        "93 a1 74 b6 ENTRY 81 a4 73 69 7a 65 16 | a",
        // PackedForward as bin, no option at all.
        "92 a1 74 c4 16 ENTRY | a",
        // Docker 18: the option is nil.
        "94 a1 74 ce 65 92 00 80 81 a7 6d 65 73 73 61 67 65 a1 61 c0 | a",
        // The Go logger without acknowledgement: an empty map.
        "94 a1 74 ce 65 92 00 80 81 a7 6d 65 73 73 61 67 65 a1 61 80 | a",
        // Fluent Bit 5.0.5: [time, metadata] instead of the time.
        "92 a1 74 91 92 92 d7 00 65 92 00 80 00 00 00 05 80 81 a7 6d 65 73 73 61 67 65 a1 61 | a",
        // EventTime as ext8 instead of fixext8.
        "93 a1 74 c7 08 00 65 92 00 80 00 00 00 05 81 a7 6d 65 73 73 61 67 65 a1 61 | a",
        // The time as a fraction, and as nil.
        "93 a1 74 cb 41 d9 64 80 20 00 00 00 81 a7 6d 65 73 73 61 67 65 a1 61 | a",
        "93 a1 74 c0 81 a7 6d 65 73 73 61 67 65 a1 61 | a",
        // A key as bin, a value as bin.
        "93 a1 74 00 81 c4 07 6d 65 73 73 61 67 65 c4 01 61 | a",
        // The same key twice: the last one counts.
        "93 a1 74 00 82 a7 6d 65 73 73 61 67 65 a1 62 a7 6d 65 73 73 61 67 65 a1 61 | a",
        // Text that is no UTF-8.
        "93 a1 74 00 81 a7 6d 65 73 73 61 67 65 a2 ff 61 | \ufffda"
      })
  void shapesOfClients_areRecords(String bytes, String message) {
    assertThat(receive(hex(bytes.replace("ENTRY", ENTRY)))).isNull();
    assertThat(store.messages()).containsExactly(message.replace("\\ufffd", "\ufffd"));
  }

  @Test
  void chunkOfFluentd_isEchoedWithItsLineFeed() {
    String chunk = Base64.getMimeEncoder(76, new byte[] {10}).encodeToString(new byte[16]) + "\n";
    byte[] ack = receive(packed("t", entries("a"), chunk));
    assertThat(new String(ack, UTF_8)).endsWith(chunk).hasSize(5 + 1 + 25);
  }

  @Test
  void keysAndValuesThatJsonDoesNotHave_becomeJson() {
    receive(
        hex(
            "93 a1 74 00 84 01 c0 a1 6e cb 7f f8 00 00 00 00 00 00 a1 75 cf ff ff ff ff ff ff ff ff a1 65 d4 05 61"));
    RawLog log = store.logs().getFirst();
    assertThat(log.fields())
        .containsEntry("n", "NaN")
        .containsEntry("u", new java.math.BigInteger("18446744073709551615"))
        .containsEntry("e", Map.of("ext_type", 5, "base64", "YQ=="))
        .containsKey("1");
  }

  @Test
  void infinity_andAnUnknownExtensionDeepInside_becomeJson() {
    receive(
        hex(
            "93 a1 74 00 83 a1 70 cb 7f f0 00 00 00 00 00 00 a1 6d ca ff 80 00 00"
                + "a1 6c 91 81 a1 65 d4 05 61"));
    assertThat(store.logs().getFirst().fields())
        .containsEntry("p", "Infinity")
        .containsEntry("m", "-Infinity")
        .containsEntry("l", List.of(Map.of("e", Map.of("ext_type", 5, "base64", "YQ=="))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // [time, {"a": ...}] with a text, a list, a map and an extension of about 4 GiB.
        "92 00 81 a1 61 db ff ff ff ff | an object of more than 50000 bytes",
        "92 00 81 a1 61 dd ff ff ff ff | an object of more than 50000 bytes",
        "92 00 81 a1 61 df ff ff ff ff | an object of more than 50000 bytes",
        "92 00 81 a1 61 c9 7f ff ff ff 05 | an object of more than 50000 bytes",
        "92 00 81 a1 61 c1 | byte 0xc1, which MessagePack never uses",
        "92 00 81 a1 | a chunk that ends in the middle of a record"
      })
  void sizesInsideOfAChunk_areCheckedBeforeMemoryIsTaken(String entry, String complaint) {
    byte[] bytes = concat(entries("good"), hex(entry));
    assertThatThrownBy(() -> receive(packed("t", bytes, "p5"))).hasRootCauseMessage(complaint);
    assertThatThrownBy(() -> receive(ForwardFrames.gzipped("t", gzip(bytes), "p6")))
        .hasRootCauseMessage(complaint);
  }

  @Test
  void depthBombInsideOfAChunk_isRefused_andNothingOfTheChunkIsStored() {
    byte[] bomb = concat(entries("good"), hex("92 00 81 a1 61" + "91".repeat(40_000)));
    assertThatThrownBy(() -> receive(packed("t", bomb, "p7")))
        .hasRootCauseMessage("nested deeper than 64");
    assertThat(store.entries).isEmpty();
  }

  @Test
  void emptyListOfEntries_isAcknowledged() {
    assertThat(receive(hex("93 a1 74 90 81 a5 63 68 75 6e 6b a1 63")))
        .isEqualTo(hex("81 a3 61 63 6b a1 63"));
  }

  @Test
  void zstd_mayHaveSeveralFrames_alsoUnderAWrongName() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(Zstd.compress(entries("a", "b")));
    frames.writeBytes(Zstd.compress(entries("c")));
    assertThat(receive(ForwardFrames.gzipped("t", frames.toByteArray(), "z"))).isNotNull();
    assertThat(store.messages()).containsExactly("a", "b", "c");
  }

  @Test
  void zstd_thatUnzipsToMoreThanAllowed_isRefused() {
    byte[] bomb =
        Zstd.compress(entries("x".repeat(40_000), "x".repeat(40_000), "x".repeat(40_000)));
    assertThatThrownBy(() -> receive(ForwardFrames.gzipped("t", bomb, "z")))
        .hasRootCauseMessage("a chunk of more than 100000 bytes when unzipped");
  }

  @Test
  void poisonChunk_isDroppedAtTheThirdAttempt_acknowledged_andStoredOnce() {
    byte[] frame = packed("t", concat(entries("good"), hex("93 01 02 03")), "p1");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> receive(frame))
          .hasRootCauseInstanceOf(MalformedFrameException.class);
    }
    assertThat(receive(frame)).isNotNull();
    assertThat(store.givenUp).hasSize(1);
    assertThat(store.givenUp.getFirst().reason()).contains("cannot be read", "[time, record]");
    assertThat(store.messages().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void deadLetterOfAPoisonChunk_holdsNoSecret_andNothingCompressed() {
    byte[] bad = concat(entries("card 4111111111111111"), hex("93 01 02 03"));
    thrice(packed("4111111111111111", bad, "p2"));
    thrice(ForwardFrames.gzipped("t", gzip(bad), "p3"));
    assertThat(store.givenUp).hasSize(2);
    assertThat(store.givenUp.getFirst().tag()).isEqualTo("411111******1111");
    assertThat(new String(store.givenUp.getFirst().bytes(), UTF_8))
        .contains("411111******1111")
        .doesNotContain("4111111111111111");
    assertThat(store.givenUp.getLast().bytes()).isEmpty();
  }

  @Test
  void deadLetterOfALargeChunk_isTruncated_andSaysItsSize() {
    String[] lines = new String[20];
    Arrays.fill(lines, "x".repeat(30_000) + " card 4111111111111111");
    byte[] frame = packed("t", concat(entries(lines), hex("93 01 02 03")), "p8");
    thrice(frame);
    assertThat(store.givenUp.getFirst().bytes()).hasSize(PoisonChunkTracker.MAX_KEPT_BYTES);
    assertThat(new String(store.givenUp.getFirst().bytes(), UTF_8))
        .doesNotContain("4111111111111111");
    assertThat(store.givenUp.getFirst().reason())
        .endsWith("; the first 262144 of its " + frame.length + " bytes are kept");
  }

  @Test
  void unknownCompression_endsAmongTheDeadLetters() {
    byte[] frame = ForwardFrames.gzipped("t", hex("04 22 4d 18 00"), "lz4");
    thrice(frame);
    assertThat(store.givenUp.getFirst().reason()).contains("wanted gzip, zstd or text");
  }

  @Test
  void chunkThatFailedOnce_andIsWhole_isStored() {
    assertThatThrownBy(() -> receive(packed("t", hex("93 01 02 03"), "p4")));
    assertThat(receive(packed("t", entries("whole"), "p4"))).isNotNull();
    assertThat(store.messages()).containsExactly("whole");
  }

  private void thrice(byte[] frame) {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> receive(frame)).isNotNull();
    }
    assertThat(receive(frame)).isNotNull();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  private byte[] receive(byte[] frame) {
    return receiver.accept(frame, "10.0.0.9", receiver.entries()).join().ack();
  }
}
