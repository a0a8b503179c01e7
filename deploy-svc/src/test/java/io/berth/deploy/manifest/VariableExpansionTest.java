/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableExpansionTest {

  private static final Map<String, String> DEFINED = Map.of("A", "expanded", "DB_HOST", "db");
  private static final String[] PARTS = {
    "$", "$$", "(", ")", "A", "(A)", "$(A)", "x", "", "é", " "
  };

  @ParameterizedTest
  @CsvSource({
    "pa$$word, pa$$$word",
    "$(DB_HOST), $$(DB_HOST)",
    "$$(DB_HOST), $$$$(DB_HOST)",
    "jdbc://$(DB_HOST):5432, jdbc://$$(DB_HOST):5432",
    "$HOME, $HOME",
    "pa$word, pa$word",
    "${A}, ${A}",
    "5$, 5$",
    "$$, $$$",
    "^a$|^b$, ^a$|^b$",
    "plain, plain",
  })
  void onlyWhatTheKubeletWouldExpand_isEscaped(String text, String written) {
    assertThat(VariableExpansion.escape(text)).isEqualTo(written);
    assertThat(expand(written)).isEqualTo(text);
  }

  @Test
  void anyText_reachesTheProcessAsItWasSent() {
    var random = new Random(17);
    for (int i = 0; i < 10_000; i++) {
      var text = new StringBuilder();
      for (int parts = random.nextInt(8); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      assertThat(expand(VariableExpansion.escape(text.toString()))).isEqualTo(text.toString());
    }
  }

  /** As documented: {@code $$} is an escaped {@code $}, an unknown variable stays as it is. */
  private static String expand(String written) {
    var text = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      String rest = written.substring(i);
      int end = rest.indexOf(')');
      if (rest.startsWith("$$")) {
        text.append('$');
        i++;
      } else if (rest.startsWith("$(") && end > 0) {
        text.append(DEFINED.getOrDefault(rest.substring(2, end), rest.substring(0, end + 1)));
        i += end;
      } else {
        text.append(written.charAt(i));
      }
    }
    return text.toString();
  }
}
