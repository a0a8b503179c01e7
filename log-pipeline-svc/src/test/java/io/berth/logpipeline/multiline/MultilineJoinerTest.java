/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.log.RawLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultilineJoinerTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final MultilineJoiner joiner = new MultilineJoiner("");
  private final List<String> events = new ArrayList<>();
  private long offset = 1;

  @Test
  void headerAndItsTrace_areOneEvent() {
    lines(
        "2026-01-31 12:00:00.123 ERROR [main] shop.Cart - declined",
        "java.lang.IllegalStateException: no funds",
        "\tat shop.Cart.pay(Cart.java:7)",
        "Caused by: java.io.IOException: reset",
        "\t... 12 more",
        "2026-01-31 12:00:01.000 INFO [main] shop.Cart - next");
    assertThat(events)
        .containsExactly(
            """
            1: 2026-01-31 12:00:00.123 ERROR [main] shop.Cart - declined
            java.lang.IllegalStateException: no funds
            \tat shop.Cart.pay(Cart.java:7)
            Caused by: java.io.IOException: reset
            \t... 12 more""");
    assertThat(joiner.checkpoint(offset).offset()).isEqualTo(6);
  }

  @Test
  void printedTrace_withoutAHeader_isOneEvent_andPlainLinesStayAlone() {
    lines(
        "payment failed",
        "com.shop.Broke: so it is",
        "\tat shop.Cart.pay(Cart.java:7)",
        "",
        "    *__checkpoint ⇢ Handler",
        "Wrapped by: java.lang.Error",
        "still alive",
        "Exception in thread \"main\" java.lang.Error",
        "\tat shop.Main.main(Main.java:3)",
        "bye");
    assertThat(events)
        .containsExactly(
            "1: payment failed",
            "2: com.shop.Broke: so it is\n\tat shop.Cart.pay(Cart.java:7)\n\n"
                + "    *__checkpoint ⇢ Handler\nWrapped by: java.lang.Error",
            "7: still alive",
            "8: Exception in thread \"main\" java.lang.Error\n\tat shop.Main.main(Main.java:3)");
  }

  @Test
  void messageWithLineBreaks_behindAHeader_staysTogether() {
    lines("INFO  sql:", "select *", "from cart", "[WARN] slow");
    assertThat(events).containsExactly("1: INFO  sql:\nselect *\nfrom cart");
  }

  @Test
  void jsonLine_isCompleteAtOnce_andEndsWhatWasOpen() {
    lines("2026-01-31 12:00:00 first", "{\"message\":\"json\"}");
    assertThat(events).containsExactly("1: 2026-01-31 12:00:00 first", "2: {\"message\":\"json\"}");
    assertThat(joiner.checkpoint(offset).offset()).isEqualTo(3);
  }

  @Test
  void jsonLine_isMarkedAsTruncated_onlyWhereItIsTooLong() {
    String fits = "{" + " ".repeat(LineGroup.MAX_CHARACTERS - 3) + "}";
    String tooLong = "{" + " ".repeat(LineGroup.MAX_CHARACTERS - 2) + "}";
    assertThat(joiner.add(raw(fits, NOW), 1))
        .singleElement()
        .satisfies(event -> assertThat(event.log().fields()).doesNotContainKey("log.flags"));
    assertThat(joiner.add(raw(tooLong, NOW), 2))
        .singleElement()
        .satisfies(
            event -> assertThat(event.log().fields()).containsEntry("log.flags", "truncated"));
  }

  @Test
  void piecesOfContainerd_areOneLine_andHaveItsTime() {
    lines(
        "2026-01-31T11:59:58.000000001Z stdout P half of ",
        "2026-01-31T11:59:59Z stderr F INFO other output",
        "2026-01-31T11:59:58.000000002Z stdout F a line",
        "2026-01-31T11:59:59Z stdout F next");
    assertThat(events).containsExactly("1: half of a line");
    JoinedEvent first =
        new MultilineJoiner("").add(raw("2026-01-31T11:59:58Z stdout F {}", NOW), 1).getFirst();
    assertThat(first.log().time()).isEqualTo("2026-01-31T11:59:58Z");
  }

  @Test
  void piecesOfDocker_areOneLine_withoutTheirFraming() {
    take(docker("half of ", "true", "false"), 1);
    take(docker("a line\n", "true", "true"), 2);
    List<JoinedEvent> all = joiner.add(docker("next\n", null, null), 3);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().log().fields())
        .containsEntry("log", "half of a line")
        .containsEntry("log.flags", "multiline")
        .doesNotContainKeys("partial_message", "partial_last", "partial_id");
  }

  @Test
  void streams_doNotMix() {
    take(raw("a", "2026-01-31 12:00:00 one", NOW), 1);
    take(raw("b", "2026-01-31 12:00:00 two", NOW), 2);
    take(raw("a", "\tat one", NOW), 3);
    take(raw("b", "\tat two", NOW), 4);
    joiner.flushExpired(NOW.plusSeconds(4)).forEach(this::note);
    assertThat(events)
        .containsExactly(
            "1: 2026-01-31 12:00:00 one\n\tat one", "2: 2026-01-31 12:00:00 two\n\tat two");
  }

  @Test
  void lineThatComesTooLate_isItsOwn_withoutAnyClock() {
    take(raw("2026-01-31 12:00:00 one", NOW), 1);
    take(raw("\tat late", NOW.plusMillis(2_001)), 2);
    assertThat(events).containsExactly("1: 2026-01-31 12:00:00 one");
  }

  @Test
  void endOfThePartition_flushesExpiredEventsOnly() {
    take(raw("2026-01-31 12:00:00 one", NOW), 1);
    assertThat(joiner.flushExpired(NOW.plusSeconds(3))).isEmpty();
    assertThat(joiner.flushExpired(NOW.plusMillis(3_001))).hasSize(1);
    assertThat(joiner.checkpoint(2).offset()).isEqualTo(2);
  }

  @Test
  void nextOwner_skipsLinesOfEmittedEvents() {
    take(raw("a", "2026-01-31 12:00:00 one", NOW), 1);
    take(raw("b", "2026-01-31 12:00:00 two", NOW), 2);
    take(raw("a", "\tat one", NOW), 3);
    take(raw("a", "2026-01-31 12:00:00 three", NOW), 4);
    Checkpoint checkpoint = joiner.checkpoint(5);
    assertThat(checkpoint.offset()).isEqualTo(2);

    MultilineJoiner successor = new MultilineJoiner(checkpoint.note());
    events.clear();
    successor.add(raw("b", "2026-01-31 12:00:00 two", NOW), 2).forEach(this::note);
    successor.add(raw("a", "\tat one", NOW), 3).forEach(this::note);
    successor.add(raw("a", "2026-01-31 12:00:00 three", NOW), 4).forEach(this::note);
    assertThat(events).isEmpty();
    assertThat(successor.checkpoint(5)).isEqualTo(checkpoint);
  }

  @Test
  void endlessEvent_isCut_andSaysSo() {
    take(raw("2026-01-31 12:00:00 one", NOW), 1);
    for (int i = 0; i < 499; i++) {
      List<JoinedEvent> full = joiner.add(raw("\tat x.Y.z(Y.java:1)", NOW), 2 + i);
      assertThat(full).hasSize(i == 498 ? 1 : 0);
      full.forEach(
          event -> assertThat(event.log().fields()).containsEntry("log.flags", "truncated"));
    }
  }

  @Test
  void recordWithAnIdOfItsOwn_orWithFields_isCompleteInItself() {
    RawLog shipped = new RawLog("s", "t", NOW, NOW, "id-1", Map.of("message", "x"));
    RawLog parsed =
        new RawLog("s", "t", NOW, NOW, null, Map.of("message", "\tat x", "level", "INFO"));
    assertThat(joiner.add(shipped, 1)).containsExactly(new JoinedEvent(shipped, 1));
    assertThat(joiner.add(parsed, 2)).containsExactly(new JoinedEvent(parsed, 2));
  }

  private void lines(String... lines) {
    for (String line : lines) {
      take(raw(line, NOW), offset++);
    }
  }

  private void take(RawLog raw, long at) {
    joiner.add(raw, at).forEach(this::note);
  }

  private void note(JoinedEvent event) {
    events.add(event.offset() + ": " + event.log().fields().get("log"));
  }

  private static RawLog raw(String line, Instant received) {
    return raw("s", line, received);
  }

  private static RawLog raw(String stream, String line, Instant received) {
    return new RawLog(stream, "kube", received, received, null, Map.of("log", line + "\n"));
  }

  private static RawLog docker(String text, String partial, String last) {
    Map<String, Object> fields = new HashMap<>(Map.of("log", text, "container_id", "c"));
    if (partial != null) {
      fields.putAll(Map.of("partial_message", partial, "partial_last", last, "partial_id", "p"));
    }
    return new RawLog("c", "docker", NOW, NOW, null, fields);
  }
}
