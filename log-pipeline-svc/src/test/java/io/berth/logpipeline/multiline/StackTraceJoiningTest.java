/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.log.RawLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** 10,000 traces over 50 interleaved streams: put together as they were, and again on replay. */
class StackTraceJoiningTest {

  private static final int TRACES = 10_000;
  private static final int STREAMS = 50;
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<String> HEADS =
      List.of(
          "2026-01-31 12:00:00.123 ERROR [main] shop.Cart - declined %d",
          "ERROR [http-1] cart %d",
          "[2026-01-31T12:00:00Z] cart %d has failed",
          "12:00:00.123 [main] WARN shop.Cart - %d\nselect *\nfrom cart");

  private final Random random = new Random(20260123);
  private final List<Deque<String>> streams = new ArrayList<>();
  private final List<String> wanted = new ArrayList<>();

  @Test
  void everyTrace_isPutTogetherExactly() {
    List<RawLog> records = records();
    List<String> found = new ArrayList<>(join(records, new int[0]).values());
    long exact = wanted.stream().filter(new java.util.HashSet<>(found)::contains).count();
    assertThat(exact).isGreaterThanOrEqualTo(TRACES * 999L / 1000);
    assertThat(found).hasSize(wanted.size());
  }

  @Test
  void replay_fromAnyCommit_makesTheSameEventsWithTheSameIds() {
    List<RawLog> records = records();
    Map<Long, String> once = join(records, new int[0]);
    int[] crashes = random.ints(40, 1, records.size()).sorted().toArray();
    assertThat(join(records, crashes)).isEqualTo(once);
  }

  /** Reads the partition, begins anew at the checkpoint after each crash; events by their ids. */
  private static Map<Long, String> join(List<RawLog> records, int[] crashes) {
    Map<Long, String> events = new TreeMap<>();
    MultilineJoiner joiner = new MultilineJoiner("");
    int crash = 0;
    for (int at = 0; at < records.size(); at++) {
      for (JoinedEvent event : joiner.add(records.get(at), at)) {
        String text = String.valueOf(event.log().fields().get("log"));
        assertThat(events.getOrDefault(event.offset(), text)).isEqualTo(text);
        events.put(event.offset(), text);
      }
      if (crash < crashes.length && at == crashes[crash]) {
        crash++;
        Checkpoint checkpoint = joiner.checkpoint(at + 1);
        at = (int) checkpoint.offset() - 1;
        joiner = new MultilineJoiner(checkpoint.note());
      }
    }
    joiner
        .flushExpired(START.plusSeconds(100_000))
        .forEach(e -> events.put(e.offset(), String.valueOf(e.log().fields().get("log"))));
    return events;
  }

  private List<RawLog> records() {
    streams.clear();
    wanted.clear();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(new ArrayDeque<>());
    }
    for (int i = 0; i < TRACES; i++) {
      String trace = trace(i);
      wanted.add(trace);
      trace.lines().forEach(streams.get(random.nextInt(STREAMS))::add);
    }
    return interleaved();
  }

  private List<RawLog> interleaved() {
    List<RawLog> records = new ArrayList<>();
    Instant now = START;
    List<Integer> live =
        new ArrayList<>(java.util.stream.IntStream.range(0, STREAMS).boxed().toList());
    while (!live.isEmpty()) {
      int pick = random.nextInt(live.size());
      Deque<String> lines = streams.get(live.get(pick));
      // A burst, as a collector sends it.
      for (int i = random.nextInt(8); i >= 0 && !lines.isEmpty(); i--) {
        Map<String, Object> fields = Map.of("log", lines.poll() + "\n", "stream", "stderr");
        records.add(new RawLog("c" + live.get(pick), "kube", now, now, null, fields));
      }
      now = now.plusMillis(random.nextInt(4));
      if (lines.isEmpty()) {
        live.remove(pick);
      }
    }
    return records;
  }

  private String trace(int number) {
    StringBuilder out = new StringBuilder();
    if (random.nextInt(5) == 0) {
      out.append("com.shop.Failure").append(number).append(": order declined");
    } else {
      out.append(HEADS.get(random.nextInt(HEADS.size())).formatted(number));
      out.append("\njava.lang.IllegalStateException: no funds ").append(number);
    }
    frames(out);
    for (int i = random.nextInt(3); i > 0; i--) {
      out.append("\nCaused by: java.io.IOException: reset by peer");
      frames(out);
      out.append("\n\t... ").append(random.nextInt(40) + 1).append(" more");
    }
    return out.toString();
  }

  private void frames(StringBuilder out) {
    for (int i = random.nextInt(30) + 1; i > 0; i--) {
      out.append("\n\tat shop.Cart.step").append(i).append("(Cart.java:").append(i).append(')');
    }
    if (random.nextInt(4) == 0) {
      out.append(
          "\n\tSuppressed: java.lang.Exception: closing\n\t\tat shop.Cart.close(Cart.java:9)");
    }
  }
}
