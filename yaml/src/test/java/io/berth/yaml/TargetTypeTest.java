/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.alert.Silence;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The type of a record's field decides which plain values are valid. */
class TargetTypeTest {

  private static final String DEPLOY =
      """
      meta: {requestedBy: ann}
      app: {namespace: shop, name: cart}
      spec:
        image: registry.example/shop/cart:1.4.2
        replicas: 3
        %s
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.10             | a number",
        "1e3              | a number",
        "1234e56          | a number",
        "356136738        | a number",
        "true             | true",
        "yes              | a plain value that some readers of YAML take for true or false",
        "no               | a plain value that some readers of YAML take for true or false",
        "on               | a plain value that some readers of YAML take for true or false",
        "0o17             | a plain value that some readers of YAML take for a number",
        "0x1F             | a plain value that some readers of YAML take for a number",
        "01443e5          | a plain value that some readers of YAML take for a number",
        "083              | a plain value that some readers of YAML take for a number",
        "1_000            | a plain value that some readers of YAML take for a number",
        "12:30:45         | a plain value that some readers of YAML take for a number",
        "52:54:00:44:49:56 | a plain value that some readers of YAML take for a number",
        ".inf             | a plain value that some readers of YAML take for a number",
        ".nan             | a plain value that some readers of YAML take for a number",
        "2024-01-01       | a plain value that some readers of YAML take for a date"
      })
  void plainValueForText_isRejected_withoutQuotingIt(String plain, String found) {
    assertThat(faults(DEPLOY.formatted("env: {VALUE: " + plain + "}")))
        .containsExactly(
            new InvalidField("spec.env.VALUE", found, "text; put it into double quotes", 6, 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.10", "1e3", "yes", "0o17", "2024-01-01", "~", "12:30:45", ".nan"})
  void quotedValue_isThatText(String text) {
    for (String quoted : List.of("\"" + text + "\"", "'" + text + "'", "!!str " + text)) {
      assertThat(read(DEPLOY.formatted("env: {VALUE: " + quoted + "}")).spec().env())
          .containsEntry("VALUE", text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "Null", ""})
  void nullForText_isRejected(String nothing) {
    assertThat(faults(DEPLOY.formatted("env: {VALUE: " + nothing + "}")))
        .extracting(InvalidField::found, InvalidField::wanted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("null", "text; \"\" where it is to be empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"3\"  | '3'   | a whole number of at most 2147483647, without quotes",
        "many   | 'many' | a whole number of at most 2147483647",
        "1_000  | 1_000 | a whole number of at most 2147483647, in decimal digits alone",
        "0x10   | 0x10  | a whole number of at most 2147483647, in decimal digits alone",
        "010    | 010   | a whole number of at most 2147483647, in decimal digits alone",
        "+3     | +3    | a whole number of at most 2147483647, in decimal digits alone",
        "3.0    | 3.0   | a whole number of at most 2147483647",
        "1e1    | 1e1   | a whole number of at most 2147483647",
        "yes    | yes   | a whole number of at most 2147483647"
      })
  void invalidInteger_isRejected_withAdvice(String value, String found, String wanted) {
    assertThat(faults(DEPLOY.formatted("").replace("replicas: 3", "replicas: " + value)))
        .containsExactly(new InvalidField("spec.replicas", found, wanted, 5, 13));
  }

  @ParameterizedTest
  @CsvSource({"yes", "on", "1", "'\"true\"'"})
  void invalidBoolean_isRejected(String value) {
    assertThat(faults(DEPLOY.formatted("selfHeal: " + value)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.wanted()).startsWith("true or false"));
  }

  @Test
  void duplicateFields_areRejected_withBothLines() {
    assertThat(faults(DEPLOY.formatted("replicas: 9") + "spec: {}\n"))
        .extracting(InvalidField::toString)
        .containsExactly(
            "spec.replicas: found a second 'replicas'; the first is in line 5, column 3, wanted each"
                + " field once: keep one of the two (line 6, column 3)",
            "spec: found a second 'spec'; the first is in line 3, column 1, wanted each field once:"
                + " keep one of the two (line 7, column 1)");
  }

  @Test
  void plainTime_isValidForATime() {
    String silence =
        "{id: a, matchers: {app: cart}, startsAt: 2026-01-31T12:00:00Z, endsAt: %s, author: ann,"
            + " comment: works}";
    assertThat(
            EventJson.readStrictly(
                    YamlReader.read(silence.formatted("2026-02-01T00:00:00Z").getBytes(UTF_8)),
                    Silence.class)
                .endsAt())
        .isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    for (String other : List.of("2026-02-01", "20260201", "2026-02-01 00:00:00", "tomorrow")) {
      assertThat(
              catchThrowableOfType(
                      InvalidEventException.class,
                      () ->
                          EventJson.readStrictly(
                              YamlReader.read(silence.formatted(other).getBytes(UTF_8)),
                              Silence.class))
                  .fields())
          .extracting(InvalidField::field)
          .containsExactly("endsAt");
    }
  }

  private static Deploy read(String yaml) {
    return EventJson.readStrictly(YamlReader.read(yaml.getBytes(UTF_8)), Deploy.class);
  }

  private static List<InvalidField> faults(String yaml) {
    return catchThrowableOfType(InvalidEventException.class, () -> read(yaml)).fields();
  }
}
