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

class SpillTest {

  private static final long ROOM = 1L << 20;

  @TempDir private Path directory;

  @Test
  void lines_comeOutAsTheyWentIn_withEveryKindOfValue() throws Exception {
    Line line =
        new Line(
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
    try (Spill spill = open(ROOM)) {
      assertThat(spill.first()).isNull();
      assertThat(spill.add(line)).isTrue();
      assertThat(spill.first()).isEqualTo(line);
      assertThat(spill.first()).isEqualTo(line);
      spill.removeFirst();
      assertThat(spill.first()).isNull();
    }
  }

  @Test
  void linesOfManyFiles_keepTheirOrder_overARestart_andTheFilesGo() throws Exception {
    try (Spill spill = open(ROOM)) {
      IntStream.range(0, 2_000).forEach(i -> assertThat(spill.add(line(i))).isTrue());
      assertThat(files().size()).isGreaterThan(3);
    }
    try (Spill spill = open(ROOM)) {
      assertThat(spill.add(line(2_000))).isTrue();
      assertThat(all(spill)).isEqualTo(IntStream.rangeClosed(0, 2_000).boxed().toList());
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void bound_isKept_andThereIsRoomAgainWhenAFileIsThrough() throws Exception {
    try (Spill spill = open(100_000)) {
      int taken = 0;
      while (spill.add(line(taken))) {
        taken++;
      }
      assertThat(size()).isBetween(99_800L, 100_000L);
      spill.removeFirst();
      for (int i = 0; i < taken / 2; i++) {
        spill.first();
        spill.removeFirst();
      }
      assertThat(spill.add(line(taken))).isTrue();
      assertThat(all(spill)).hasSize(taken - taken / 2 + 1).endsWith(taken);
    }
  }

  @Test
  void lineThatWasNotWrittenWhole_isLeftOut_andWhatComesLaterIsNot() throws Exception {
    try (Spill spill = open(ROOM)) {
      spill.add(line(1));
      spill.add(line(2));
    }
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    try (Spill spill = open(ROOM)) {
      spill.add(line(3));
      assertThat(all(spill)).containsExactly(1, 3);
    }
  }

  @Test
  void fileOfSomethingElse_isGone_andHoldsNothingUp() throws Exception {
    open(ROOM).close();
    Path file = directory.resolve("appender-0/0000000000000000007.spill");
    Files.writeString(file, "no spill at all, but quite long", StandardOpenOption.CREATE);
    try (Spill spill = open(ROOM)) {
      spill.add(line(8));
      assertThat(all(spill)).containsExactly(8);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void secondAppender_hasAFolderOfItsOwn_andAStartTakesWhatWasLeft() throws Exception {
    try (Spill one = open(ROOM);
        Spill two = open(ROOM)) {
      two.add(line(2));
      assertThat(one.first()).isNull();
    }
    try (Spill next = open(ROOM)) {
      assertThat(all(next)).containsExactly(2);
    }
  }

  @Test
  void directoryThatCannotBeWritten_isToldAtTheBeginning_andRefusesLater() throws Exception {
    Path file = Files.writeString(directory.resolve("occupied"), "");
    assertThatThrownBy(() -> SpillFolder.take(file)).isInstanceOf(IOException.class);
    assertThat(Spill.open(file.toString(), ROOM)).isSameAs(Backlog.NONE);
    assertThat(Spill.open("\0", ROOM)).isSameAs(Backlog.NONE);
    try (Spill spill = open(ROOM)) {
      Path folder = directory.resolve("appender-0");
      Files.delete(folder.resolve("lock"));
      Files.delete(folder);
      Files.writeString(folder, "");
      assertThat(spill.add(line(1))).isFalse();
      assertThat(spill.first()).isNull();
    }
  }

  private Spill open(long bound) throws IOException {
    return new Spill(SpillFolder.take(directory), bound);
  }

  private static Line line(int number) {
    return new Line(Instant.EPOCH, Map.of("number", (long) number, "text", "x".repeat(40)));
  }

  private static List<Integer> all(Spill spill) {
    List<Integer> numbers = new ArrayList<>();
    Line line;
    while ((line = spill.first()) != null) {
      numbers.add(((Long) line.fields().get("number")).intValue());
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
