/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogTailTest {

  @Test
  void lastLines_areAsManyAsAreWanted_orAllThereAre() {
    assertThat(LogTail.last(2, "a\nb\nc\n")).isEqualTo("b\nc\n");
    assertThat(LogTail.last(2, "a\nb\nc")).isEqualTo("b\nc");
    assertThat(LogTail.last(3, "a\nb\nc\n")).isEqualTo("a\nb\nc\n");
    assertThat(LogTail.last(9, "a\n\nc\n")).isEqualTo("a\n\nc\n");
    assertThat(LogTail.last(1, "\n")).isEqualTo("\n");
    assertThat(LogTail.last(1, "")).isEmpty();
  }

  /** The key has no end yet, so its lines alone would show nothing of what they are. */
  @Test
  void secretThatBeganBeforeTheLastLines_isKnown_byTheLinesThatAreReadBefore() {
    List<String> key = PlantedSecrets.multiLineKinds().getFirst();
    List<String> log = key.subList(0, key.size() - 1);
    for (int wanted = 1; wanted <= log.size(); wanted++) {
      int read = Math.min(log.size(), LogTail.linesToRead(wanted));
      String lines = String.join("\n", log.subList(log.size() - read, log.size()));
      assertThat(LogTail.last(wanted, Redactor.redact(lines))).isEqualTo(Redactor.REDACTED);
    }
  }
}
