/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpillQueueTest {

  private static final long ROOM = 1L << 20;

  @TempDir private Path directory;

  @Test
  void events_areReadAsTheyWereWritten_withEveryKindOfValue() throws Exception {
    ShippedEvent event =
        new ShippedEvent(
            Instant.parse("2026-01-31T12:00:00.000000001Z"),
            Map.of(
                "message",
                "größer \ud83d\ude00",
                "line",
                7L,
                "ratio",
                0.5,
                "flag",
                true,
                "tags",
                List.of("a", Map.of("b", "c"))));
    try (DiskSpillQueue spill = open(ROOM)) {
      assertThat(spill.first()).isNull();
      assertThat(spill.add(event)).isTrue();
      assertThat(spill.first()).isEqualTo(event);
      assertThat(spill.first()).isEqualTo(event);
      spill.removeFirst();
      assertThat(spill.first()).isNull();
    }
  }

  @Test
  void linesOfManyFiles_keepTheirOrder_overARestart_andTheFilesGo() throws Exception {
    try (DiskSpillQueue spill = open(ROOM)) {
      IntStream.range(0, 2_000).forEach(i -> assertThat(spill.add(event(i))).isTrue());
      assertThat(files().size()).isGreaterThan(3);
    }
    try (DiskSpillQueue spill = open(ROOM)) {
      assertThat(spill.add(event(2_000))).isTrue();
      assertThat(all(spill)).isEqualTo(IntStream.rangeClosed(0, 2_000).boxed().toList());
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void bound_isKept_andThereIsRoomAgainWhenAFileIsThrough() throws Exception {
    try (DiskSpillQueue spill = open(100_000)) {
      int taken = 0;
      while (spill.add(event(taken))) {
        taken++;
      }
      assertThat(size()).isBetween(99_800L, 100_000L);
      spill.removeFirst();
      for (int i = 0; i < taken / 2; i++) {
        spill.first();
        spill.removeFirst();
      }
      assertThat(spill.add(event(taken))).isTrue();
      assertThat(all(spill)).hasSize(taken - taken / 2 + 1).endsWith(taken);
    }
  }

  @Test
  void lineThatWasNotWrittenWhole_isLeftOut_andWhatComesLaterIsNot() throws Exception {
    try (DiskSpillQueue spill = open(ROOM)) {
      spill.add(event(1));
      spill.add(event(2));
    }
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    try (DiskSpillQueue spill = open(ROOM)) {
      spill.add(event(3));
      assertThat(all(spill)).containsExactly(1, 3);
    }
  }

  @Test
  void foreignFile_isDeleted_andBlocksNothing() throws Exception {
    open(ROOM).close();
    Path file = directory.resolve("appender-0/0000000000000000007.spill");
    Files.writeString(file, "no spill at all, but quite long", StandardOpenOption.CREATE);
    try (DiskSpillQueue spill = open(ROOM)) {
      spill.add(event(8));
      assertThat(all(spill)).containsExactly(8);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void secondAppender_hasAFolderOfItsOwn_andAStartTakesWhatWasLeft() throws Exception {
    try (DiskSpillQueue one = open(ROOM);
        DiskSpillQueue two = open(ROOM)) {
      two.add(event(2));
      assertThat(one.first()).isNull();
    }
    try (DiskSpillQueue next = open(ROOM)) {
      assertThat(all(next)).containsExactly(2);
    }
  }

  @Test
  void unwritableDirectory_isReportedAtTheStart_andRefusesLater() throws Exception {
    Path file = Files.writeString(directory.resolve("occupied"), "");
    assertThatThrownBy(() -> SpillDirectory.take(file)).isInstanceOf(IOException.class);
    assertThat(DiskSpillQueue.open(file.toString(), ROOM)).isSameAs(SpillQueue.NONE);
    assertThat(DiskSpillQueue.open("\0", ROOM)).isSameAs(SpillQueue.NONE);
    try (DiskSpillQueue spill = open(ROOM)) {
      Path folder = directory.resolve("appender-0");
      Files.delete(folder.resolve("lock"));
      Files.delete(folder);
      Files.writeString(folder, "");
      assertThat(spill.add(event(1))).isFalse();
      assertThat(spill.first()).isNull();
    }
  }

  private DiskSpillQueue open(long bound) throws IOException {
    return new DiskSpillQueue(SpillDirectory.take(directory), bound);
  }

  private static ShippedEvent event(int number) {
    return new ShippedEvent(Instant.EPOCH, Map.of("number", (long) number, "text", "x".repeat(40)));
  }

  private static List<Integer> all(DiskSpillQueue spill) {
    List<Integer> numbers = new ArrayList<>();
    ShippedEvent event;
    while ((event = spill.first()) != null) {
      numbers.add(((Long) event.fields().get("number")).intValue());
      spill.removeFirst();
    }
    return numbers;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".spill")).toList();
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (Path file : files()) {
      size += Files.size(file);
    }
    return size;
  }
}
