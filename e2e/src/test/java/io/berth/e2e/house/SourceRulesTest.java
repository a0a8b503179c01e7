/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no class file shows. */
class SourceRulesTest {

  private static final int LONGEST = 300;
  private static final int LONGEST_TEST = 300;

  /** Packages have at most so many files. */
  private static final int MOST_FILES = 25;

  @Test
  void files_areShortEnoughToBeReadWhole() {
    List<String> long_ = new ArrayList<>();
    House.sources("main").stream()
        .filter(file -> lines(file).size() > LONGEST)
        .forEach(file -> long_.add(file + ": " + lines(file).size()));
    House.sources("test").stream()
        .filter(file -> lines(file).size() > LONGEST_TEST)
        .forEach(file -> long_.add(file + ": " + lines(file).size()));
    assertThat(long_)
        .as(
            "files of more than %d lines (%d in tests); cut them where they say 'and'",
            LONGEST, LONGEST_TEST)
        .isEmpty();
  }

  @Test
  void packages_areSmallEnoughToBeKnown() {
    Map<String, Integer> sizes = new TreeMap<>();
    House.sources("main").forEach(file -> sizes.merge(packageOf(file), 1, Integer::sum));
    assertThat(sizes).as("every package is looked at").hasSizeGreaterThan(80);
    sizes.entrySet().removeIf(room -> room.getValue() <= MOST_FILES);
    assertThat(sizes)
        .as(
            "packages of more than %d files; cut them where two groups of files know each other"
                + " little",
            MOST_FILES)
        .isEmpty();
  }

  @Test
  void nothing_isLeftForLater() {
    assertThat(containing(Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|XX" + "X" + ")\\b")))
        .as("what is to be done later is an issue, with a reader")
        .isEmpty();
  }

  @Test
  void noTest_isSwitchedOff() {
    assertThat(containing(Pattern.compile("@" + "(Disabled|Ignore)\\b")))
        .as("a test that does not run proves nothing; mend it or delete it")
        .isEmpty();
  }

  @Test
  void everyFile_saysItsLicence() {
    List<Path> bare = new ArrayList<>(House.sources("main"));
    bare.addAll(House.sources("test"));
    bare.removeIf(file -> lines(file).stream().limit(3).anyMatch(l -> l.contains("Apache-2.0")));
    assertThat(bare).as("files without the header of licence-header.txt").isEmpty();
  }

  private static List<String> containing(Pattern pattern) {
    List<Path> files = new ArrayList<>(House.sources("main"));
    files.addAll(House.sources("test"));
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(file + ":" + (i + 1));
        }
      }
    }
    return found;
  }

  private static String packageOf(Path file) {
    return lines(file).stream()
        .filter(line -> line.startsWith("package "))
        .map(line -> line.substring("package ".length(), line.length() - 1))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
