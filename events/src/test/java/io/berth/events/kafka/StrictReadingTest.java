/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.OperationSamples;
import io.berth.events.Samples;
import io.berth.events.UnreadableEventException;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.command.Deploy;
import io.berth.events.command.Stop;
import io.berth.events.document.Characters;
import io.berth.events.document.JsonReader;
import io.berth.events.log.RawLog;
import io.berth.events.operation.Concluded;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in JSON is what is wanted there, or it is refused: nothing is converted. */
class StrictReadingTest {

  private static final String STOP =
      "{\"meta\": {\"requestedBy\": \"ann\"%s}, \"app\": {\"namespace\": \"shop\", \"name\": \"cart\"}}";
  private static final String DEPLOY =
      "{\"meta\": {\"requestedBy\": \"ann\"}, \"app\": {\"namespace\": \"shop\", \"name\": \"cart\"},\n"
          + " \"spec\": {\"image\": \"a:1\", \"replicas\": 3, %s}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"env\": {\"VERSION\": 1.10}    | spec.env.VERSION  | a number | text; put it into double quotes",
        "\"env\": {\"EXP\": 1e3}         | spec.env.EXP      | a number | text; put it into double quotes",
        "\"env\": {\"BUILD\": 1234e56}   | spec.env.BUILD    | a number | text; put it into double quotes",
        "\"env\": {\"DEBUG\": true}      | spec.env.DEBUG    | true     | text; put it into double quotes",
        "\"env\": {\"EMPTY\": null}      | spec.env.EMPTY    | null     | text; \"\" where it is to be empty",
        "\"env\": {\"LIST\": [1]}        | spec.env.LIST     | a list   | text",
        "\"args\": [8080]                | spec.args[0]      | a number | text; put it into double quotes",
        "\"secrets\": [false]            | spec.secrets[0]   | false    | text; put it into double quotes",
        "\"annotations\": {\"a.b/c\": 1} | spec.annotations.a.b/c | a number | text; put it into double quotes",
        "\"configFiles\": {\"/a.b\": 0}  | spec.configFiles./a.b  | a number | text; put it into double quotes",
        "\"selfHeal\": \"true\"          | spec.selfHeal     | 'true'   | true or false, without quotes",
        "\"selfHeal\": 1                 | spec.selfHeal     | 1        | true or false",
        "\"tier\": 0                     | spec.tier         | 0        | one of: CRITICAL, STANDARD, LOW, BACKOFFICE"
      })
  void valueOfAnotherType_isRejected_withAdvice(
      String field, String path, String found, String wanted) {
    assertThat(faults(DEPLOY.formatted(field), Deploy.class))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo(path);
              assertThat(fault.found()).isEqualTo(found);
              assertThat(fault.wanted()).isEqualTo(wanted);
              assertThat(fault.line()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @CsvSource({"20991231", "1.5", "'\"20991231\"'", "'\"2099-12-31\"'", "true"})
  void invalidTime_isRejected_notReadAsEpochSeconds(String time) {
    String silence =
        "{\"id\": \"a\", \"matchers\": {\"app\": \"cart\"}, \"startsAt\": \"2026-01-31T12:00:00Z\","
            + " \"endsAt\": %s, \"author\": \"ann\", \"comment\": \"works\"}";
    assertThat(faults(silence.formatted(time), Silence.class))
        .extracting(InvalidField::field, InvalidField::wanted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "endsAt", "an ISO 8601 time in UTC such as 2026-01-31T12:00:00Z"));
  }

  @Test
  void parametersOfARule_areText() {
    String rule =
        "{\"id\": \"a\", \"version\": 1, \"name\": \"A\", \"severity\": \"INFO\", \"summary\": \"s\","
            + " \"runbook\": \"r\", \"parameters\": {\"threshold\": %s}}";
    assertThat(faults(rule.formatted("5"), AlertRule.class))
        .extracting(InvalidField::field)
        .containsExactly("parameters.threshold");
    assertThat(read(rule.formatted("\"5\""), AlertRule.class).parameters())
        .isEqualTo(Map.of("threshold", "5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\ud800     | U+D800, half of a surrogate pair",
        "a\\u0000    | U+0000 (NULL)",
        "a\\u001b[2J | U+001B (ESCAPE)",
        "a\\rb       | U+000D (CARRIAGE RETURN (CR))",
        "a\u009bb    | U+009B (CONTROL SEQUENCE INTRODUCER)"
      })
  void reasonThatIsNoText_isRejected(String reason, String found) {
    assertThat(faults(STOP.formatted(", \"reason\": \"" + reason + "\""), Stop.class))
        .extracting(InvalidField::field, InvalidField::found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("meta.reason", found));
  }

  @Test
  void linesAndTabs_areValidInTextOnly() {
    String lines = "first\\n\\tsecond\\r\\nthird";
    assertThat(read(STOP.formatted(", \"reason\": \"" + lines + "\""), Stop.class).meta().reason())
        .isEqualTo("first\n\tsecond\r\nthird");
    assertThat(
            faults(STOP.replace("ann", "ann\\n2026-01-31 INFO forged").formatted(""), Stop.class))
        .extracting(InvalidField::field, InvalidField::found)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("meta.requestedBy", "U+000A (LINE FEED (LF))"));
  }

  @Test
  void invalidCharacter_isReportedOnce() {
    assertThat(faults(STOP.replace("ann", "ann\\u001b").formatted(""), Stop.class))
        .extracting(InvalidField::field)
        .containsExactly("meta.requestedBy");
  }

  @Test
  void observedText_mayHaveControlCharacters() {
    ClusterEvent event =
        read(
            "{\"cluster\": \"dc-a\", \"namespace\": \"shop\", \"kind\": \"Pod\", \"object\": \"cart-1\","
                + " \"type\": \"WARNING\", \"reason\": \"Failed\", \"message\": \"\\u001b[31mred\","
                + " \"count\": 1, \"firstSeen\": \"2026-01-31T12:00:00Z\", \"lastSeen\": \"2026-01-31T12:00:00Z\"}",
            ClusterEvent.class);
    assertThat(event.message()).isEqualTo("\u001b[31mred");
    assertThat(
            read(
                    "{\"stream\": \"s\", \"tag\": \"t\", \"time\": \"2026-01-31T12:00:00Z\","
                        + " \"receivedAt\": \"2026-01-31T12:00:00Z\", \"fields\": {\"a\": \"\\ud800\"}}",
                    RawLog.class)
                .fields())
        .containsEntry("a", "\ud800");
  }

  @Test
  void loneSurrogate_isReplacedOnWriting() {
    Concluded sample = OperationSamples.SUCCEEDED;
    Concluded cut =
        new Concluded(
            sample.ref(),
            sample.verdict(),
            sample.release(),
            sample.progress(),
            sample.diagnosis(),
            "over\ud83d",
            sample.supersededBy(),
            sample.rolledBackBy());
    assertThat(read(new String(EventJson.write(cut), UTF_8), Concluded.class).summary())
        .isEqualTo("over\ufffd");
  }

  @Test
  void invalidBytes_areUnreadable() {
    for (String json : List.of("", "{", "{} x", "no", "[[[[")) {
      assertThatThrownBy(() -> read(json, Stop.class)).isInstanceOf(UnreadableEventException.class);
    }
    assertThatThrownBy(() -> read("[]", Stop.class))
        .isInstanceOf(InvalidEventException.class)
        .isNotInstanceOf(UnreadableEventException.class);
  }

  @Test
  void hundredsOfFaults_areCounted() {
    StringBuilder fields = new StringBuilder("\"replicas\": 0");
    for (int i = 0; i < 300; i++) {
      fields.append(", \"f").append(i).append("\": 0");
    }
    List<InvalidField> faults = faults("{" + fields + "}", Stop.class);
    assertThat(faults).hasSize(101);
    assertThat(faults.getLast().found()).isEqualTo("203 more faults");
  }

  /** The quick way of Jackson's databind, and the way that looks at every node, agree. */
  @Test
  void mutatedPayloads_haveTheSameResultOnBothPaths() {
    Random random = new Random(4711);
    String[] odd = {
      "\"",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "0",
      "9",
      "e",
      "-",
      ".",
      "null",
      "true",
      " ",
      "\\n",
      "\\u0041",
      "é",
      "\u0001",
      "\u007f",
      "\\ud800",
      "1e3",
      "\"a\":1,"
    };
    int taken = 0;
    for (Event sample : Samples.all().values()) {
      String whole = new String(EventJson.write(sample), UTF_8);
      for (int i = 0; i < 300; i++) {
        StringBuilder json = new StringBuilder(whole);
        for (int change = random.nextInt(3); change > 0; change--) {
          int at = random.nextInt(json.length());
          json.replace(at, at + random.nextInt(2), odd[random.nextInt(odd.length)]);
        }
        taken += isAlike(json.toString(), sample.getClass()) ? 1 : 0;
      }
    }
    assertThat(taken).isGreaterThan(1000);
  }

  /** True where it was taken. */
  private static boolean isAlike(String json, Class<? extends Event> payload) {
    byte[] bytes = json.getBytes(UTF_8);
    boolean strict = io.berth.events.command.Command.class.isAssignableFrom(payload);
    Object slow = outcome(() -> slowly(bytes, payload, strict));
    Object quick = outcome(() -> EventJson.read(bytes, payload));
    boolean log =
        payload.getSimpleName().endsWith("Log") || payload.getSimpleName().endsWith("Sample");
    if (!log || !(quick instanceof Event)) {
      assertThat(quick).as(json).isEqualTo(slow);
    }
    if (quick instanceof Event event && !log) {
      assertThat(Characters.inUnicode(event.toString())).isNull();
    }
    return quick instanceof Event;
  }

  private static Event slowly(byte[] json, Class<? extends Event> payload, boolean strict) {
    return EventJson.read(JsonReader.read(json, EventJson.authorOf(payload)), payload, strict);
  }

  private static Object outcome(java.util.function.Supplier<Object> reading) {
    try {
      return reading.get();
    } catch (InvalidEventException e) {
      return e.getClass().getSimpleName() + e.fields();
    }
  }

  private static <E extends Event> E read(String json, Class<E> payload) {
    return EventJson.read(json.getBytes(UTF_8), payload);
  }

  private static List<InvalidField> faults(String json, Class<? extends Event> payload) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(
            InvalidEventException.class, () -> read(json, payload))
        .fields();
  }
}
