/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.redaction.rule.RedactionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every secret is found, and next to nothing else: on texts that are labelled. */
class CorpusTest {

  private static final Path REAL_LOGS =
      Path.of(System.getProperty("berth.test.loghub", "../../shared/data/loghub"));

  private static final double FALSE_POSITIVES = 0.0001;

  @Test
  void everySecret_isTakenOut() {
    List<PlantedSecret> positives = new Corpus().positives(50);
    assertThat(positives).hasSizeGreaterThanOrEqualTo(2_000);
    assertThat(Stream.concat(positives.stream(), Corpus.hardPositives().stream()))
        .filteredOn(CorpusTest::leaks)
        .isEmpty();
  }

  @Test
  void whatWasTakenOut_isCountedByItsRule_andNotTakenOutTwice() {
    assertThat(new Corpus().positives(5)).filteredOn(CorpusTest::isUncounted).isEmpty();
    assertThat(new Corpus().positives(5)).filteredOn(CorpusTest::changesTwice).isEmpty();
  }

  @Test
  void whatHoldsNoSecret_staysAsItIs() {
    List<String> negatives = new Corpus().negatives(1_000);
    assertThat(negatives).hasSizeGreaterThanOrEqualTo(20_000);
    List<String> changed = changed(negatives.stream());
    assertThat(changed).hasSizeLessThanOrEqualTo((int) (negatives.size() * FALSE_POSITIVES));
    assertThat(changed(Corpus.hardNegatives().stream())).isEmpty();
  }

  @Test
  void realLogs_stayAsTheyAre() throws IOException {
    assumeThat(REAL_LOGS).as("real logs, set -Dberth.test.loghub to their folder").isDirectory();
    try (Stream<Path> files = Files.list(REAL_LOGS)) {
      List<String> lines = files.flatMap(CorpusTest::lines).toList();
      assertThat(lines).hasSizeGreaterThan(1_000);
      assertThat(changed(lines.stream())).isEmpty();
    }
  }

  private static boolean leaks(PlantedSecret planted) {
    return plain(Redactor.redact(planted.text(), rule -> {})).contains(plain(planted.secret()));
  }

  private static boolean isUncounted(PlantedSecret planted) {
    List<RedactionRule> rules = new ArrayList<>();
    Redactor.redact(planted.text(), rules::add);
    return rules.isEmpty();
  }

  private static boolean changesTwice(PlantedSecret planted) {
    String once = Redactor.redact(planted.text(), rule -> {});
    return !Redactor.redact(once, rule -> {}).equals(once);
  }

  private static List<String> changed(Stream<String> texts) {
    return texts.filter(text -> !Redactor.redact(text, rule -> {}).equals(text)).toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final Pattern ESCAPED = Pattern.compile("(?:\\\\u003|%3)([0-9])");

  /** In one notation: a secret must not show in any. */
  private static String plain(String text) {
    String digits =
        ESCAPED.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("$1");
    return digits.replaceAll("%20|[ .+\u2013-]", "").toLowerCase(Locale.ROOT);
  }
}
