/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.logappender.BerthAppender;
import io.berth.logpipeline.limits.LimitDecision;
import io.berth.logpipeline.limits.LogLimits;
import io.berth.redaction.rule.RedactionRule;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/logging.md} keeps up with the code. */
class LoggingPageTest {

  private static final Pattern VARIABLE = Pattern.compile("BERTH_[A-Z_]+");

  private final String page = read("../docs/logging.md");

  @Test
  void everyVariableThatThePageNames_isReadSomewhere() {
    String known =
        read("src/main/resources/application.yml")
            + read("../log-appender/src/main/resources/io/berth/logappender/logback-berth.xml");
    assertThat(variables(known)).containsAll(variables(page));
  }

  @Test
  void everyVariableOfOurs_isOnThePage() {
    Set<String> ours = variables(read("src/main/resources/application.yml"));
    ours.removeIf(name -> !name.matches("BERTH_(LOG_|FORWARD_|ELASTICSEARCH).*"));
    ours.remove("BERTH_FORWARD_PORT");
    assertThat(variables(page)).containsAll(ours);
  }

  @Test
  void everySettingOfTheAppender_isOnThePage() {
    Set<String> told = Set.of("Forward", "Service", "Exclude", "Context", "Name");
    assertThat(
            Arrays.stream(BerthAppender.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("set"))
                .map(name -> name.substring(3))
                .filter(name -> !told.contains(name)))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(page)
                    .contains(
                        "`" + Character.toLowerCase(name.charAt(0)) + name.substring(1) + "`"));
  }

  @Test
  void exampleOfLimits_isReadAsItStands() {
    int begin = page.indexOf("```\ncart: ") + 4;
    assertThat(LogLimits.of(page.substring(begin, page.indexOf("\n```", begin))).isEmpty())
        .isFalse();
  }

  @Test
  void everyRule_isOnThePage() {
    Stream.of(RedactionRule.values()).forEach(rule -> assertThat(page).contains("`" + rule + "`"));
    Stream.of(LimitDecision.values())
        .filter(decision -> decision != LimitDecision.KEPT)
        .forEach(decision -> assertThat(page).contains("`" + decision.rule() + "`"));
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
