/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole frames of each client, in the folder {@code golden}: {@code #} says whose and how it was
 * set, hexadecimal is the frame, {@code =} is a record that it holds, {@code !} the answer. Those
 * of Docker were recorded; the others are put together after what their programs were seen to send.
 */
class ForwardGoldenFilesTest {

  private static final Path FOLDER =
      Path.of("src/test/resources/io/berth/logpipeline/forward/golden");

  private final InMemoryRawLogStore store = new InMemoryRawLogStore();
  private final ChunkReceiver receiver =
      new ChunkReceiver(
          store,
          new PipelineMetrics(new SimpleMeterRegistry()),
          ForwardLimits.DEFAULT,
          Clock.systemUTC());

  /** What a record is, but for who received it when. */
  private record ExpectedRecord(String tag, Instant time, Map<String, Object> fields) {
    static ExpectedRecord of(RawLog log) {
      return new ExpectedRecord(log.tag(), log.time(), log.fields());
    }
  }

  private record GoldenFile(
      String name, byte[] frame, List<ExpectedRecord> records, byte @Nullable [] ack) {
    static GoldenFile of(Path file) {
      try {
        List<String> lines = Files.readAllLines(file);
        List<String> acks = behind('!', lines);
        return new GoldenFile(
            file.getFileName().toString(),
            ForwardFrames.hex(
                lines.stream()
                    .filter(line -> Character.isLetterOrDigit(line.charAt(0)))
                    .collect(Collectors.joining())),
            behind('=', lines).stream()
                .map(json -> EventJson.mapper().readValue(json, ExpectedRecord.class))
                .toList(),
            acks.isEmpty() ? null : ForwardFrames.hex(acks.getFirst()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<String> behind(char mark, List<String> lines) {
      return lines.stream()
          .filter(line -> line.charAt(0) == mark)
          .map(line -> line.substring(1).strip())
          .toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<GoldenFile> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(GoldenFile::of).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void frame_isItsRecords_andItsAnswer(GoldenFile golden) {
    assertThat(new FrameScanner(1 << 20).scan(Unpooled.wrappedBuffer(golden.frame())))
        .isEqualTo(golden.frame().length);
    byte[] ack = receiver.accept(golden.frame(), "10.0.0.9", receiver.entries()).join().ack();
    assertThat(ack).isEqualTo(golden.ack());
    assertThat(store.logs())
        .extracting(ExpectedRecord::of)
        .containsExactlyElementsOf(golden.records());
  }

  @Test
  void everyClient_isThere() throws IOException {
    assertThat(files())
        .extracting(golden -> golden.name().substring(0, golden.name().lastIndexOf('-')))
        .contains(
            "fluentd-1.19", "fluent-bit-5.1", "fluent-bit-4", "docker-20.10", "fluency", "go");
  }
}
